namespace Dataflux.Cli.Monitoring;

/// <summary>Durations of a run so far.</summary>
/// <param name="Work">How many seconds each stage worked, summed over its tasks; for <c>upsert</c> its committed transactions.</param>
/// <param name="CommitSeconds">The part of these transactions from the last statement's end to the commit.</param>
/// <param name="Queues">
/// The queues between the stages, by name: for how many seconds what was taken from them had been ready, on average;
/// <see langword="null"/>: nothing was taken.
/// </param>
internal sealed record StageTimesSnapshot(
    IReadOnlyList<(string Stage, double Seconds)> Work, double CommitSeconds, IReadOnlyList<(string Queue, double? MeanLag)> Queues)
{
    /// <summary>The stages in their order, each with the queue before it.</summary>
    internal IReadOnlyList<StageEntry> Entries() => [.. Work.Select(work => new StageEntry(
        work.Stage,
        work.Seconds,
        work.Stage switch { "transform" => MeanLag("groups"), "upsert" => MeanLag("batches"), _ => null },
        work.Stage == "upsert" ? CommitSeconds : null))];

    private double? MeanLag(string queue) => Queues.First(known => known.Queue == queue).MeanLag;
}
