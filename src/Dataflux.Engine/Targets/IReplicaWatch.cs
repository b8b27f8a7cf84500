using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Targets;

/// <summary>A target that knows how far its replicas are.</summary>
public interface IReplicaWatch
{
    /// <summary>How far the replica that is furthest behind is; asked about once a second while a run may be held back.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The lag; <see langword="null"/> when no replica is connected.</returns>
    /// <exception cref="TargetException">The user may not see it.</exception>
    Task<ReplicaLag?> ReplicaLagAsync(CancellationToken cancellation);
}
