using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.State;

/// <summary>What a run has achieved, and what it is bound to. Immutable; each done part makes a new one.</summary>
public sealed record Checkpoint
{
    /// <summary>The format this version writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The format of the file.</summary>
    public required int Version { get; init; }

    /// <summary>The export's identity.</summary>
    public required string ExportId { get; init; }

    /// <summary>The hash of the settings that decide the result.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>The hash of the script and what it loads.</summary>
    public required string ProfileHash { get; init; }

    /// <summary>When the run began, earlier interrupted processes included.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether everything was done, <c>onComplete</c> included: the next run starts over.</summary>
    public bool Complete { get; init; }

    /// <summary>The time the export shows the table at: a replay runs at the same "now".</summary>
    public DateTimeOffset ExportTime { get; init; }

    /// <summary>Times whose changes no export of the chain holds, accepted by the user; <see langword="null"/>: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AcceptedGaps { get; init; }

    /// <summary>
    /// Whether <c>rejects.ndjson.new</c> is complete and takes the place of <c>rejects.ndjson</c>, if it has not done so yet.
    /// </summary>
    public bool RejectsReplaced { get; init; }

    /// <summary>The length of <c>rejects.ndjson</c> up to which it belongs to done parts, in bytes.</summary>
    public long RejectsLength { get; init; }

    /// <summary>The parts that are done, and those that are done up to a position, by name.</summary>
    [JsonPropertyName("files")]
    public ImmutableSortedDictionary<string, DonePart> Parts { get; init; } =
        ImmutableSortedDictionary.Create<string, DonePart>(StringComparer.Ordinal);

    /// <summary>How many parts are done to their end.</summary>
    [JsonIgnore]
    public int PartsDone => Parts.Values.Count(static part => part.Position is null || part.IsGrownTo);

    /// <summary>The snapshots that were read, see <see cref="Sources.ISource.Snapshots"/>; <see langword="null"/>: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedSet<string>? Snapshots { get; init; }

    /// <summary>
    /// Set when the rows of all parts are grouped together: <see cref="Parts"/> then are those whose rows lie in partitions.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PartitionProgress? Partitions { get; init; }

    /// <summary>
    /// The target as it was when the run began, or when it completed; <see langword="null"/> when it says nothing of itself.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TargetHistory? Target { get; init; }

    /// <summary>What tells this checkpoint's marks in the target from those of others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Lineage { get; init; }

    /// <summary>The last run that worked with this checkpoint, as its marks count runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Run { get; init; }

    /// <summary>The number of the run, see <see cref="Runs.RunRecord"/>; 0: it began when runs had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Number { get; init; }

    /// <summary>How far a re-run is that compares before it writes; <see langword="null"/>: it is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RerunPhase? Rerun { get; init; }

    /// <summary>The attributes that were read of any item; <see langword="null"/> when nobody counted that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedSet<string>? Read { get; init; }

    /// <summary>The accounting of all done parts and partitions.</summary>
    [JsonIgnore]
    public RunCounts Counts => Parts.Values.Aggregate(Partitions?.Counts ?? new RunCounts(), (sum, part) => sum + part.Counts);
}
