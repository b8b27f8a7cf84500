namespace Dataflux.Engine.Targets;

/// <summary>Where an item is.</summary>
/// <param name="Part">The part's name in the manifest; that of a partition where rows are grouped across parts.</param>
/// <param name="Line">The number of its line, counted from 1; in a partition its place in the export.</param>
public readonly record struct ItemOrigin(string Part, long Line)
{
    /// <summary>
    /// The version of the item, the newest where a record is made of several; <see langword="null"/>: it has none, or the target does not
    /// ask for it (<see cref="TargetCapabilities.KeepsNewest"/>).
    /// </summary>
    public long? Version { get; init; }
}
