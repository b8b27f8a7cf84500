using Dataflux.Composing.Output;

namespace Dataflux.Cli.Monitoring;

/// <summary>Everything the run's page shows.</summary>
/// <param name="Status">The run now.</param>
/// <param name="Points">The run over time.</param>
/// <param name="Stages">The stages and how long they worked.</param>
/// <param name="RejectReasons">Why items were rejected, those of most items first; an example of each when the run has ended.</param>
/// <param name="FileEntries">The files completed last.</param>
/// <param name="Retries">The last retries.</param>
/// <param name="Log">The last log lines.</param>
internal sealed record RunPicture(
    RunStatus Status,
    IReadOnlyList<ThroughputPoint> Points,
    IReadOnlyList<StageEntry> Stages,
    IReadOnlyList<RejectReportEntry> RejectReasons,
    IReadOnlyList<FileEntry> FileEntries,
    IReadOnlyList<RetryEntry> Retries,
    IReadOnlyList<string> Log);
