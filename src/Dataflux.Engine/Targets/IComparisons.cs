namespace Dataflux.Engine.Targets;

/// <summary>A target that can be compared with what a run would write, and of which single rows can be written again.</summary>
public interface IComparisons
{
    /// <summary>A connection that compares instead of writing; its owner disposes it, and the target's own after it.</summary>
    /// <param name="request">What the comparison is about.</param>
    IComparison Compare(ComparisonRequest request);

    /// <summary>
    /// Has all sessions write only some rows from here on, by the hashes that a comparison gave of their keys.
    /// </summary>
    /// <param name="keys">The hashes; <see langword="null"/>: all rows are written again.</param>
    void WriteOnly(IReadOnlySet<ulong>? keys);
}
