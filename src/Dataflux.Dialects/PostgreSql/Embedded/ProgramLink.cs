namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>A link that a package of programs lists instead of holding it.</summary>
/// <param name="Source">The file it leads to, from the package's folder.</param>
/// <param name="Target">The link's own place, from the package's folder.</param>
internal sealed record ProgramLink(string Source, string Target);
