using Dataflux.Engine.Reporting;

namespace Dataflux.Cli.Monitoring;

/// <summary>What metrics are read from, at one moment.</summary>
/// <param name="Status">The run.</param>
/// <param name="Counts">The accounting with everything this process did: it only grows.</param>
/// <param name="Times">How long stages, batches and queues took.</param>
/// <param name="Rejected">Items that this process rejected, by stage and by the target's code or exception.</param>
internal sealed record RunFigures(
    RunStatus Status,
    RunCounts Counts,
    StageTimesSnapshot Times,
    IReadOnlyList<(string Stage, string Reason, long Items)> Rejected);
