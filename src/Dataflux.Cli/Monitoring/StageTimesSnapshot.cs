namespace Dataflux.Cli.Monitoring;

/// <summary>Durations of a run so far.</summary>
/// <param name="Batches">Transactions, from their first statement to their commit.</param>
/// <param name="Commits">The part of them from the last statement's end to the commit.</param>
/// <param name="Queues">The queues between the stages, by name: how long what was taken from them had been ready.</param>
internal sealed record StageTimesSnapshot(DurationHistogram Batches, DurationHistogram Commits, IReadOnlyList<(string Queue, DurationHistogram Lag)> Queues);
