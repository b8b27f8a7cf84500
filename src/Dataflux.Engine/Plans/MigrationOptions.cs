namespace Dataflux.Engine.Plans;

/// <summary>
/// How fast and how patiently a run works. Only <see cref="Limit"/> and <see cref="GroupScope"/> change the resulting table.
/// </summary>
public sealed record MigrationOptions
{
    /// <summary>
    /// Records per transaction. The default is to begin with 5,000 and follow the time they take, between 500 and 20,000.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>Parts read and parsed ahead at the same time. The default is 1.</summary>
    public int Readers { get; init; } = 1;

    /// <summary>Target sessions that share the records by their key. The default is 2; without a known key it is always 1.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>Stops after this many items; parts that were cut short are not marked done. The default is no limit.</summary>
    public long? Limit { get; init; }

    /// <summary>Stops when more items than this are rejected. The default is no limit.</summary>
    public RejectLimit? MaxRejects { get; init; }

    /// <summary>Records written per second, over all writers. The default is no limit.</summary>
    public double? MaxRate { get; init; }

    /// <summary>Whether each batch is compared with what is in the target right after its commit. The default is not to.</summary>
    public bool VerifyBatches { get; init; }

    /// <summary>Writers wait while a replica of the target is further behind than this. The default is not to ask.</summary>
    public TimeSpan? MaxReplicaLag { get; init; }

    /// <summary>How long a transient failure is retried before the run stops resumable. The default is 10 minutes.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long batches under way may still take when a run is asked to stop; then they are rolled back. The default is 30 seconds.
    /// </summary>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Which rows <c>groupKey</c> brings together. Part of what decides the result. The default is those of one part.</summary>
    public GroupScope GroupScope { get; init; }

    /// <summary>
    /// Memory for the rows of one part or partition while they are grouped by key, in bytes of their lines; beyond it grouping goes
    /// by disk. The default is 96 MiB.
    /// </summary>
    public long GroupMemory { get; init; } = 96L * 1024 * 1024;

    /// <summary>
    /// The most that the partitions of <see cref="GroupScope.Export"/> may take on disk, in bytes, compressed; with more the run
    /// stops resumable. The default is no limit.
    /// </summary>
    public long? GroupDisk { get; init; }

    /// <summary>Where progress is kept. The default is the state folder.</summary>
    public CheckpointPlace Checkpoint { get; init; }

    /// <summary>Whether images of what the run changes are kept in the target, so that it can be undone. The default is not to.</summary>
    public bool KeepsImages { get; init; }

    /// <summary>After how many items a position inside a part is saved, where the source has positions.</summary>
    internal long ItemsBetweenPositions { get; init; } = 20_000;

    /// <summary>Whether all items were refused before, so that a refusal of all of them says nothing about the target.</summary>
    internal bool RefusalsAreKnown { get; init; }

    /// <summary>What becomes of records that refer to a row which is not there.</summary>
    internal WaitMode Waits { get; init; }

    /// <summary>Goes on with state that another definition or another script made.</summary>
    public bool AcceptChanges { get; init; }

    /// <summary>
    /// The options of a pass inside a migration or over one: its progress has its own folder, and no limit or refusal of all ends it.
    /// </summary>
    internal MigrationOptions ForPass() => this with { Limit = null, Checkpoint = CheckpointPlace.Folder, RefusalsAreKnown = true };

    /// <summary>The options of a pass that writes some of a migration's items once more, whatever made its state.</summary>
    internal MigrationOptions ForWritingAgain() => ForPass() with { MaxRejects = null, AcceptChanges = true, VerifyBatches = false };
}
