namespace Dataflux.Engine.Inspection;

/// <summary>One or two attributes that may be the key of the exported table.</summary>
/// <param name="Attributes">Their names, the partition key probably first.</param>
/// <param name="FromExport">
/// Whether the export itself says so, as incremental ones do; otherwise the values were found to be unique.
/// </param>
/// <param name="IsCertainlyUnique">Whether the values of all items were compared; otherwise those of a random part of the values.</param>
public sealed record KeyCandidate(IReadOnlyList<string> Attributes, bool FromExport, bool IsCertainlyUnique)
{
    /// <summary>
    /// How many of its values occur in more than one item, an estimate unless all values were compared; 0: it is unique. Only what is
    /// called as keys are may have some, and few.
    /// </summary>
    public long Repeated { get; init; }
}
