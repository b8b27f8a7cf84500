namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>The exports of a chain.</summary>
/// <param name="Folders">The folders with their manifests, in the order they must be applied.</param>
/// <param name="Gaps">The windows that none of them holds and that were accepted, for people.</param>
internal sealed record ExportLinks(IReadOnlyList<string> Folders, IReadOnlyList<string> Gaps);
