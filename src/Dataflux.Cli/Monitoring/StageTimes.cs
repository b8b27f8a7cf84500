using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Monitoring;

/// <summary>Keeps how long batches, their commits and the queues between stages took.</summary>
internal sealed class StageTimes : IMigrationObserver
{
    private readonly Lock _gate = new();
    private readonly DurationBuckets _batches = new();
    private readonly DurationBuckets _commits = new();
    private readonly DurationBuckets[] _queues = [.. Enum.GetValues<StageQueue>().Select(_ => new DurationBuckets())];

    /// <inheritdoc/>
    public void BatchWritten(int records, WriteCounts counts, TimeSpan duration, TimeSpan commit)
    {
        lock (_gate)
        {
            _batches.Add(duration);
            _commits.Add(commit);
        }
    }

    /// <inheritdoc/>
    public void Dequeued(StageQueue queue, TimeSpan lag)
    {
        lock (_gate)
        {
            _queues[(int)queue].Add(lag);
        }
    }

    /// <summary>What was measured so far.</summary>
    internal StageTimesSnapshot Snapshot()
    {
        lock (_gate)
        {
            return new StageTimesSnapshot(
                _batches.Snapshot(),
                _commits.Snapshot(),
                [.. Enum.GetValues<StageQueue>().Select(queue => (NameOf(queue), _queues[(int)queue].Snapshot()))]);
        }
    }

    /// <summary>A queue's name in metrics.</summary>
    internal static string NameOf(StageQueue queue) => queue == StageQueue.Groups ? "groups" : "batches";
}
