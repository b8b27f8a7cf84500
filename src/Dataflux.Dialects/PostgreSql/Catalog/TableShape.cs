namespace Dataflux.Dialects.PostgreSql.Catalog;

/// <summary>What a table looks like: everything that rows which are sent to it rely on.</summary>
/// <param name="Name">Its name, for SQL.</param>
/// <param name="Hash">Differs when a fact does.</param>
/// <param name="Facts">See <see cref="Catalog.ShapeSql"/>.</param>
internal sealed record TableShape(string Name, string Hash, IReadOnlySet<string> Facts);
