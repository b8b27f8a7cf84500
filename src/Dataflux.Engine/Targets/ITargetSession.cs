using Dataflux.Profiles;

namespace Dataflux.Engine.Targets;

/// <summary>One writer's session with the target; used by one task at a time. Reconnects by itself after a failure.</summary>
public interface ITargetSession : IAsyncDisposable
{
    /// <summary>
    /// Says which item a record of the writes that follow, or a key that they delete, comes from; <see langword="null"/>: the profile made
    /// it on the way. Sessions that do not ask need not take it.
    /// </summary>
    Func<object, ItemOrigin?> OriginOf
    {
        set
        {
        }
    }

    /// <summary>Says which part the writes that follow come from. Sessions that do not ask need not take it.</summary>
    WrittenPart Part
    {
        set
        {
        }
    }

    /// <summary>
    /// Runs <paramref name="write"/> in one transaction and commits it. When anything throws, everything is rolled back
    /// and the exception propagates; retrying and splitting are the engine's.
    /// </summary>
    /// <param name="write">Does the writing; may be called only once per call.</param>
    /// <param name="cancellation">Stops the call; the transaction is then rolled back.</param>
    /// <returns>What the transaction changed.</returns>
    Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation);

    /// <summary>
    /// The same, and documents are read or kept in the same transaction: rows and documents are committed together or not at all.
    /// </summary>
    /// <param name="write">Does the writing; may be called only once per call.</param>
    /// <param name="keep">Called after <paramref name="write"/> with what the transaction has changed, before it is committed.</param>
    /// <param name="cancellation">Stops the call; the transaction is then rolled back.</param>
    /// <returns>What the transaction changed.</returns>
    /// <exception cref="NotSupportedException">
    /// The target declares that it keeps none (<see cref="TargetCapabilities.KeepsDocuments"/>).
    /// </exception>
    Task<WriteCounts> WriteAsync(
        Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task> keep, CancellationToken cancellation) =>
        throw new NotSupportedException("the target declares that it keeps no documents");
}
