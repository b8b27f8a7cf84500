using System.Text.Json.Serialization;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Reporting;

/// <summary>The result of a run; written to <c>summary.json</c>.</summary>
public sealed record RunSummary
{
    /// <summary>The migration's name.</summary>
    public required string Name { get; init; }

    /// <summary>The run's number; one that is resumed keeps it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Run { get; init; }

    /// <summary>How the run ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>Why it stopped; <see langword="null"/> when complete.</summary>
    public string? Error { get; init; }

    /// <summary>The export's identity.</summary>
    public required string ExportId { get; init; }

    /// <summary>The target, for people.</summary>
    public required string Target { get; init; }

    /// <summary>The script's path.</summary>
    public required string ProfilePath { get; init; }

    /// <summary>SHA-256 of the script and what it loads.</summary>
    public required string ProfileHash { get; init; }

    /// <summary>When this process began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>How long it took: what the summary, the status and the report say.</summary>
    [JsonIgnore]
    public TimeSpan Elapsed => EndedAt - StartedAt;

    /// <summary>Items this process read per second; <see langword="null"/> when no time passed.</summary>
    [JsonIgnore]
    public double? ItemsPerSecond => Elapsed > TimeSpan.Zero ? ItemsRead / Elapsed.TotalSeconds : null;

    /// <summary>Parts of the export.</summary>
    [JsonPropertyName("files")]
    public required int Parts { get; init; }

    /// <summary>Parts done, earlier interrupted runs included.</summary>
    [JsonPropertyName("filesDone")]
    public required int PartsDone { get; init; }

    /// <summary>The partitions over which all rows were spread; <see langword="null"/> when each part was grouped by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Partitions { get; init; }

    /// <summary>Partitions done, earlier interrupted runs included.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PartitionsDone { get; init; }

    /// <summary>The items the manifest promises; <see langword="null"/> without a manifest.</summary>
    public long? ManifestItems { get; init; }

    /// <summary>
    /// Of the items, those of a stream, which promises no count; <see langword="null"/>: the source has none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? StreamItems { get; init; }

    /// <summary>The snapshots that were read of a source that others write to; 0: it does not change.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Snapshots { get; init; }

    /// <summary>The accounting of the parts done, earlier interrupted runs included.</summary>
    public required RunCounts Counts { get; init; }

    /// <summary>Items this process read, from parts not done too.</summary>
    public required long ItemsRead { get; init; }

    /// <summary>Time the writers spent in the target, summed over writers.</summary>
    public required TimeSpan TargetTime { get; init; }

    /// <summary>Sessions that wrote.</summary>
    public required int Writers { get; init; }

    /// <summary>Repeated calls because of transient failures.</summary>
    public required long Retries { get; init; }

    /// <summary>
    /// Deletes that were skipped for lack of a <c>deleteItem</c>, and not knowingly: their records are still in the target.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long DeletesLeft { get; init; }

    /// <summary>With <c>verify: batch</c>: rows that are not what the run wrote.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Differences { get; init; }

    /// <summary>Items that had to wait on disk for a row that their records refer to, whatever became of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Waited { get; init; }

    /// <summary>Passes over what waited.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int WaitingPasses { get; init; }

    /// <summary>
    /// What the run brought; <see langword="null"/>: the target shows rows as they come, or the run is not complete.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PublishedFile>? Published { get; init; }

    /// <summary>What the parts of the source are called, in the plural.</summary>
    [JsonIgnore]
    public string PartsCalled { get; init; } = Sources.SourceTerms.OfExports.Parts;

    /// <summary>What it brought rows in, in the singular.</summary>
    [JsonIgnore]
    public string? PublishedUnit { get; init; }

    /// <summary>What a person does with it.</summary>
    [JsonIgnore]
    public string? PublishedNext { get; init; }

    /// <summary>Times whose changes no export of the chain holds, accepted by the user; <see langword="null"/>: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AcceptedGaps { get; init; }

    /// <summary>The attributes that were never read; <see langword="null"/> when nobody counted that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoverageFindings? Coverage { get; init; }

    /// <summary>The result of a run whose last pass this is.</summary>
    /// <param name="earlier">The result of the passes before, whose rejects this one was about.</param>
    internal RunSummary After(RunSummary earlier) => this with
    {
        StartedAt = earlier.StartedAt,
        ItemsRead = earlier.ItemsRead,
        Counts = earlier.Counts.Without(earlier.Counts.Rejected, []) + Counts,
    };

    /// <summary>The process's exit code for this result, unless a signal ended it.</summary>
    public int ExitCode => Outcome switch
    {
        RunOutcome.Complete when Differences > 0 => Ground.ExitCode.Different,
        RunOutcome.Complete or RunOutcome.Limited => LeavesNothing ? Ground.ExitCode.Complete : Engine.Ground.ExitCode.CompleteWithRejects,
        RunOutcome.Interrupted => Ground.ExitCode.Interrupted,
        RunOutcome.TooManyRejects => Ground.ExitCode.TooManyRejects,
        _ => Ground.ExitCode.Failed,
    };

    private bool LeavesNothing => Counts.RejectedTotal + Counts.Waiting + DeletesLeft == 0 && Coverage is not { Fails: true };
}
