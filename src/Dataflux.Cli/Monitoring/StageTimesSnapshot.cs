namespace Dataflux.Cli.Monitoring;

/// <summary>Durations of a run so far.</summary>
/// <param name="Work">How many seconds each stage worked, summed over its tasks; for <c>upsert</c> its committed transactions.</param>
/// <param name="Batches">Transactions, from their first statement to their commit.</param>
/// <param name="Commits">The part of them from the last statement's end to the commit.</param>
/// <param name="Queues">The queues between the stages, by name: how long what was taken from them had been ready.</param>
internal sealed record StageTimesSnapshot(
    IReadOnlyList<(string Stage, double Seconds)> Work,
    DurationHistogram Batches,
    DurationHistogram Commits,
    IReadOnlyList<(string Queue, DurationHistogram Lag)> Queues)
{
    /// <summary>The stages in their order, each with the queue before it.</summary>
    internal IReadOnlyList<StageEntry> Entries() => [.. Work.Select(work => new StageEntry(
        work.Stage,
        work.Seconds,
        work.Stage switch { "transform" => MeanLag("groups"), "upsert" => MeanLag("batches"), _ => null },
        work.Stage == "upsert" ? Commits.Sum : null))];

    private double? MeanLag(string queue)
    {
        var lag = Queues.First(known => known.Queue == queue).Lag;
        var count = lag.Counts.Sum();
        return count == 0 ? null : lag.Sum / count;
    }
}
