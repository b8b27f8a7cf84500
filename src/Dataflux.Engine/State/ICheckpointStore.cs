using Dataflux.Engine.Targets;

namespace Dataflux.Engine.State;

/// <summary>Where the checkpoint of a migration is.</summary>
internal interface ICheckpointStore
{
    /// <summary>
    /// Whether a checkpoint becomes true in the transaction of what it says is done; otherwise it is saved after that is committed.
    /// </summary>
    bool IsTransactional => false;

    /// <summary>The checkpoint; <see langword="null"/> when there is none.</summary>
    /// <exception cref="StateException">It is damaged or of a newer version; it is left as it is.</exception>
    Checkpoint? Load();

    /// <summary>Replaces the checkpoint; a store with transactions only remembers it.</summary>
    void Save(Checkpoint checkpoint);

    /// <summary>Writes a checkpoint with what is new in it; may be repeated until a transaction is committed.</summary>
    /// <param name="documents">The documents, in the transaction.</param>
    /// <param name="checkpoint">The checkpoint as it will be; the reject file holds its rejects.</param>
    /// <param name="part">The part that is new in it; <see langword="null"/>: none.</param>
    Task WriteAsync(ITargetDocuments documents, Checkpoint checkpoint, string? part = null) =>
        throw new NotSupportedException("the checkpoint is not kept in the target");

    /// <summary>Says that what <see cref="WriteAsync"/> wrote is committed.</summary>
    void Committed(Checkpoint checkpoint) => Save(checkpoint);

    /// <summary>Keeps a checkpoint that is not part of a batch.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="inTarget">Runs a transaction in the target.</param>
    /// <param name="whole">Whether all of it is new.</param>
    Task KeepAsync(Checkpoint checkpoint, Func<Func<ITargetDocuments, Task>, Task> inTarget, bool whole = false)
    {
        Save(checkpoint);
        return Task.CompletedTask;
    }

    /// <summary>Replaces the whole state, unless somebody changed it since it was read.</summary>
    /// <exception cref="StateException">Another process did, or the target lost it.</exception>
    Task ReplaceAsync(Checkpoint checkpoint, Func<Func<ITargetDocuments, Task>, Task> inTarget) => KeepAsync(checkpoint, inTarget);

    /// <summary>Makes sure that nobody changed the state since it was read.</summary>
    /// <exception cref="StateException">Another process did, or the target lost it.</exception>
    Task RefuseIfChangedAsync(ITargetDocuments documents) => Task.CompletedTask;
}
