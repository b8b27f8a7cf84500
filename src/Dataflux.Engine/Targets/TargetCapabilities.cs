using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Targets;

/// <summary>
/// What a target can do beyond what every target must: declared, so that nobody finds out by trying. What is <see langword="null"/> it
/// cannot do; a run that asks for it is refused before anything is written.
/// </summary>
public sealed record TargetCapabilities
{
    /// <summary>
    /// Whether a call of <see cref="ITargetSession.WriteAsync(Func{Profiles.ITarget, Task}, CancellationToken)"/> is all or nothing. Where
    /// it is not, what was written before a failure stays, and is written again.
    /// </summary>
    public required bool IsTransactional { get; init; }

    /// <summary>The finest difference between two times that the target keeps; what is finer is cut off towards the past.</summary>
    public required TimeSpan TimePrecision { get; init; }

    /// <summary>
    /// The size in bytes of the largest record; one that is larger is refused. <see langword="null"/>: megabytes are no question.
    /// </summary>
    public int? LargestRecord { get; init; }

    /// <summary>Whether sessions keep documents, committed together with rows; only a target with transactions can.</summary>
    public bool KeepsDocuments { get; init; }

    /// <summary>
    /// Whether a record, or a key to delete, that has an older version (<see cref="ItemOrigin.Version"/>) than what is there changes
    /// nothing, and is counted as <see cref="WriteCounts.Older"/>. One without a version is written.
    /// </summary>
    public bool KeepsNewest { get; init; }

    /// <summary>
    /// Whether each record and each delete is added as a row of its own, in the order of the source: nothing is looked up, so each record
    /// is counted as inserted and each delete as deleted. The last row of a key is its state. One session alone writes.
    /// </summary>
    public bool IsAppendOnly { get; init; }

    /// <summary>Whether tables that are not there are made by the target itself.</summary>
    public bool MakesTables { get; init; }

    /// <summary>Shows rows when the run is complete; <see langword="null"/>: as soon as they are committed.</summary>
    public IPublication? Publication { get; init; }

    /// <summary>Counts what a run costs; <see langword="null"/>: the target gives what it has.</summary>
    public ITargetLoad? Load { get; init; }

    /// <summary>Keeps a second writer away; <see langword="null"/>: the lock on the state folder is the only one.</summary>
    public ISingleWriter? SingleWriter { get; init; }

    /// <summary>Tells whether it still is the target that it was; <see langword="null"/>: nobody can tell.</summary>
    public IHistoryReader? History { get; init; }

    /// <summary>Knows how far replicas are.</summary>
    public IReplicaWatch? Replicas { get; init; }

    /// <summary>Tries without writing, for <c>try</c>, <c>plan</c> and <c>check --connect</c>.</summary>
    public IRehearsals? Rehearsals { get; init; }

    /// <summary>Compares, for <c>verify</c>.</summary>
    public IComparisons? Comparisons { get; init; }

    /// <summary>Keeps images of the rows that runs change, for <c>undo</c>.</summary>
    public IRunImages? Images { get; init; }

    /// <summary>The rehearsals.</summary>
    /// <exception cref="TargetException">The target has none.</exception>
    public IRehearsals ToRehearse() =>
        Rehearsals ?? throw new TargetException("this target cannot take back what was written to it, so nothing can be tried on it");

    /// <summary>The comparisons.</summary>
    /// <exception cref="TargetException">The target has none.</exception>
    public IComparisons ToCompare() => Comparisons ?? throw new TargetException("this target cannot be compared with an export");
}
