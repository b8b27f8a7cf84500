using System.Text.Json.Serialization;
using Dataflux.Cli.Output;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;

namespace Dataflux.Cli.Monitoring;

/// <summary>What is known of a run at one moment; the content of <c>status.json</c>.</summary>
internal sealed record RunStatus
{
    // Of a member that another version did not write, the generated reader makes null; '??' keeps to what is said here.
    /// <summary>The migration's name.</summary>
    public required string Name { get; init; }

    /// <summary>The definition, as the user would name it.</summary>
    public required string Definition { get; init; }

    /// <summary>The number of the run; 0 before it has one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Run { get; init; }

    /// <summary>Where the run stands.</summary>
    public required RunPhase Phase { get; init; }

    /// <summary>The process.</summary>
    public required int Pid { get; init; }

    /// <summary>What only this process has, see <see cref="Engine.State.ProcessIdentity"/>.</summary>
    public string? Process { get; init; }

    /// <summary>When this process began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When this was written.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How long the run took as its summary says; <see langword="null"/> before there is one.</summary>
    public double? Seconds { get; init; }

    /// <summary>How long the run took, or has taken up to now.</summary>
    internal TimeSpan Took => Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : UpdatedAt - StartedAt;

    /// <summary>Whether it was asked to stop and is finishing its batches.</summary>
    public bool Stopping { get; init; }

    /// <summary>How it ended, in words, where it is complete: with the reason of its exit code.</summary>
    public string? Ending { get; init; }

    /// <summary>The process's exit code; <see langword="null"/> while it runs.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The export, for people; empty before it is open.</summary>
    public string Export { get; init => field = value ?? ""; } = "";

    /// <summary>The target, for people; empty before it is open.</summary>
    public string Target { get; init => field = value ?? ""; } = "";

    /// <summary>What one of the files is called; <see langword="null"/>: a file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FileCalled { get; init; }

    /// <summary>Files of the export, or what its source has for them.</summary>
    public int Files { get; init; }

    /// <summary>Files done, earlier interrupted runs included.</summary>
    public int FilesDone { get; init; }

    /// <summary>
    /// The partitions over which all rows are spread before they are grouped; <see langword="null"/> when each file is grouped by itself.
    /// </summary>
    public int? Partitions { get; init; }

    /// <summary>Partitions done, earlier interrupted runs included.</summary>
    public int PartitionsDone { get; init; }

    /// <summary>The files being worked on.</summary>
    public IReadOnlyList<string> CurrentFiles { get; init => field = value ?? []; } = [];

    /// <summary>The items the manifest promises; <see langword="null"/> without a manifest.</summary>
    public long? ItemsTotal { get; init; }

    /// <summary>The accounting, earlier interrupted runs included; after the run only that of files done.</summary>
    public RunCounts Counts { get; init => field = value ?? new(); } = new();

    /// <summary>The items of <see cref="Counts"/> as a measure of progress, see <see cref="Progressed"/>.</summary>
    public long ItemsPassed => Progressed.Items(Counts, Partitions is not null);

    /// <summary>The rate of the last half minute, of items that found their place; after the run 0.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>The rate of the whole run as its summary says; <see langword="null"/> before there is one.</summary>
    public double? MeanItemsPerSecond { get; init; }

    /// <summary>Items that had to wait for a row that they refer to, as the summary says; 0 before there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Waited { get; init; }

    /// <summary>The time that remains at this rate; <see langword="null"/> when it cannot be told.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>Repeated calls because of transient failures.</summary>
    public long Retries { get; init; }

    /// <summary>What is being waited for; <see langword="null"/> when work goes on.</summary>
    public RunWait? Waiting { get; init; }

    /// <summary>How the load on the target is limited; <see langword="null"/> when it is not.</summary>
    public PressureStatus? Pressure { get; init; }

    /// <summary>What the source kept for the migration when the run began; <see langword="null"/>: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SourceBacklog? Backlog { get; init; }

    /// <summary>The last failure: the run's end, or a transient one.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>The log, absolute.</summary>
    public required string LogFile { get; init; }

    /// <summary>Where the metrics page is served.</summary>
    public Uri? Metrics { get; init; }

    /// <summary>Where the dashboard is served.</summary>
    public Uri? Dashboard { get; init; }
}
