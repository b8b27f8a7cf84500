using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Monitoring;

/// <summary>Keeps how long batches, their commits and the queues between stages took.</summary>
internal sealed class StageTimes : IMigrationObserver
{
    private readonly Lock _gate = new();
    private readonly DurationSum[] _queues = new DurationSum[Enum.GetValues<StageQueue>().Length];
    private readonly double[] _worked = new double[Enum.GetValues<TimedStage>().Length];
    private TimeSpan _batches;
    private TimeSpan _commits;

    public void BatchWritten(int records, WriteCounts counts, TimeSpan duration, TimeSpan commit)
    {
        lock (_gate)
        {
            _batches += duration;
            _commits += commit;
        }
    }

    public void Dequeued(StageQueue queue, TimeSpan lag)
    {
        lock (_gate)
            _queues[(int)queue] = _queues[(int)queue].And(lag);
    }

    public void Worked(TimedStage stage, TimeSpan duration)
    {
        lock (_gate)
            _worked[(int)stage] += duration.TotalSeconds;
    }

    /// <summary>What was measured so far.</summary>
    internal StageTimesSnapshot Snapshot()
    {
        lock (_gate)
        {
            return new StageTimesSnapshot(
                [.. Enum.GetValues<TimedStage>()
                    .Select(stage => (NameOf(stage), _worked[(int)stage])), ("upsert", _batches.TotalSeconds)],
                _commits.TotalSeconds,
                [.. Enum.GetValues<StageQueue>().Select(queue => (NameOf(queue), _queues[(int)queue].Mean))]);
        }
    }

    private static string NameOf(TimedStage stage) => stage switch
    {
        TimedStage.Read => "read",
        TimedStage.ParseItem => "parseItem",
        _ => "transform",
    };

    /// <summary>A queue's name in metrics.</summary>
    internal static string NameOf(StageQueue queue) => queue == StageQueue.Groups ? "groups" : "batches";
}
