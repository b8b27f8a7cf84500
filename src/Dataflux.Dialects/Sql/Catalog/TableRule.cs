namespace Dataflux.Dialects.Sql.Catalog;

/// <summary>A rule of a table that rewrites what is written to it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Event">The statement it is for: <c>INSERT</c>, <c>UPDATE</c> or <c>DELETE</c>.</param>
internal sealed record TableRule(string Name, string Event);
