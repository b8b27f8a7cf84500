using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Waiting;

/// <summary>
/// Hears of a pass over items that wait what a run's observer should know; parts, progress and the end are the run's own.
/// </summary>
internal sealed class PassObserver(IMigrationObserver run) : IMigrationObserver
{
    public void BatchWritten(int records, WriteCounts counts, TimeSpan duration, TimeSpan commit) =>
        run.BatchWritten(records, counts, duration, commit);

    public void Rejected(string stage, RejectError error, int items) => run.Rejected(stage, error, items);

    public void Throttled(TimeSpan waited) => run.Throttled(waited);

    public void ReplicaLagSeen(ReplicaLag? lag) => run.ReplicaLagSeen(lag);

    public void Held(ReplicaLag lag, TimeSpan longest) => run.Held(lag, longest);

    public void Released(ReplicaLag? lag, TimeSpan held) => run.Released(lag, held);

    public void Retrying(string what, Failure failure, int attempt, TimeSpan delay) => run.Retrying(what, failure, attempt, delay);

    public void Recovered(string what, int attempts, TimeSpan outage) => run.Recovered(what, attempts, outage);

    public void Notice(string message) => run.Notice(message);
}
