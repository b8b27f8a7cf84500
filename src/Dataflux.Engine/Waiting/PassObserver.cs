using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Waiting;

/// <summary>
/// Hears of a pass over items that wait what a run's observer should know; files, progress and the end are the run's own.
/// </summary>
internal sealed class PassObserver(IMigrationObserver run) : IMigrationObserver
{
    /// <inheritdoc/>
    public void BatchWritten(int records, WriteCounts counts, TimeSpan duration, TimeSpan commit) =>
        run.BatchWritten(records, counts, duration, commit);

    /// <inheritdoc/>
    public void Rejected(string stage, RejectError error, int items) => run.Rejected(stage, error, items);

    /// <inheritdoc/>
    public void Throttled(TimeSpan waited) => run.Throttled(waited);

    /// <inheritdoc/>
    public void ReplicaLagSeen(ReplicaLag? lag) => run.ReplicaLagSeen(lag);

    /// <inheritdoc/>
    public void Held(ReplicaLag lag, TimeSpan longest) => run.Held(lag, longest);

    /// <inheritdoc/>
    public void Released(ReplicaLag? lag, TimeSpan held) => run.Released(lag, held);

    /// <inheritdoc/>
    public void Retrying(string what, Failure failure, int attempt, TimeSpan delay) => run.Retrying(what, failure, attempt, delay);

    /// <inheritdoc/>
    public void Recovered(string what, int attempts, TimeSpan outage) => run.Recovered(what, attempts, outage);

    /// <inheritdoc/>
    public void Notice(string message) => run.Notice(message);
}
