using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Monitoring;

/// <summary>Tells several observers, in their order.</summary>
/// <param name="observers">The observers.</param>
internal sealed class Observers(IReadOnlyList<IMigrationObserver> observers) : IMigrationObserver
{
    public void Locked() => Each(observer => observer.Locked());

    public void Started(RunStart start) => Each(observer => observer.Started(start));

    public void PartStarted(SourcePart part, int number, int of) => Each(observer => observer.PartStarted(part, number, of));

    public void Progress(RunCounts total) => Each(observer => observer.Progress(total));

    public void BatchWritten(int records, WriteCounts counts, TimeSpan duration, TimeSpan commit) =>
        Each(observer => observer.BatchWritten(records, counts, duration, commit));

    public void Dequeued(StageQueue queue, TimeSpan lag) => Each(observer => observer.Dequeued(queue, lag));

    public void Worked(TimedStage stage, TimeSpan duration) => Each(observer => observer.Worked(stage, duration));

    public void Rejected(string stage, RejectError error, int items) => Each(observer => observer.Rejected(stage, error, items));

    public void Throttled(TimeSpan waited) => Each(observer => observer.Throttled(waited));

    public void LoadSeen(TargetLoad load) => Each(observer => observer.LoadSeen(load));

    public void ReplicaLagSeen(ReplicaLag? lag) => Each(observer => observer.ReplicaLagSeen(lag));

    public void Held(ReplicaLag lag, TimeSpan longest) => Each(observer => observer.Held(lag, longest));

    public void Released(ReplicaLag? lag, TimeSpan held) => Each(observer => observer.Released(lag, held));

    public void PartitionStarted(int number, int of) => Each(observer => observer.PartitionStarted(number, of));

    public void PartitionCompleted(int number, int of, RunCounts counts) =>
        Each(observer => observer.PartitionCompleted(number, of, counts));

    public void PartCompleted(SourcePart part, int number, int of, RunCounts counts) =>
        Each(observer => observer.PartCompleted(part, number, of, counts));

    public void PassStarted(int pass, long items) => Each(observer => observer.PassStarted(pass, items));

    public void PassCompleted(int pass, RunCounts counts) => Each(observer => observer.PassCompleted(pass, counts));

    public void Retrying(string what, Failure failure, int attempt, TimeSpan delay) =>
        Each(observer => observer.Retrying(what, failure, attempt, delay));

    public void Recovered(string what, int attempts, TimeSpan outage) => Each(observer => observer.Recovered(what, attempts, outage));

    public void Notice(string message) => Each(observer => observer.Notice(message));

    public void Completed(RunSummary summary) => Each(observer => observer.Completed(summary));

    private void Each(Action<IMigrationObserver> tell)
    {
        foreach (var observer in observers)
            tell(observer);
    }
}
