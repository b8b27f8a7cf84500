using Dataflux.Profiles;

namespace Dataflux.Engine.Targets;

/// <summary>One writer's session with the target; used by one task at a time. Reconnects by itself after a failure.</summary>
public interface ITargetSession : IAsyncDisposable
{
    /// <summary>
    /// Runs <paramref name="write"/> in one transaction and commits it. When anything throws, everything is rolled back
    /// and the exception propagates; retrying and splitting are the engine's.
    /// </summary>
    /// <param name="write">Does the writing; may be called only once per call.</param>
    /// <param name="cancellation">Stops the call; the transaction is then rolled back.</param>
    /// <returns>What the transaction changed.</returns>
    Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation);
}
