namespace Dataflux.Engine.Inspection;

/// <summary>One or two attributes that may be the key of the exported table.</summary>
/// <param name="Attributes">Their names, the partition key probably first.</param>
/// <param name="FromExport">
/// Whether the export itself says so, as incremental ones do; otherwise the values were found to be unique.
/// </param>
/// <param name="IsCertainlyUnique">Whether the values of all items were compared; otherwise those of a random part of the values.</param>
public sealed record KeyCandidate(IReadOnlyList<string> Attributes, bool FromExport, bool IsCertainlyUnique);
