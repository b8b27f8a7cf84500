namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>A part of the load.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fingerprint">What tells it from a part of other rows.</param>
internal sealed record LoadedPart(string Name, string Fingerprint);
