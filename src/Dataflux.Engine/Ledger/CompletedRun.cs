using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Ledger;

/// <summary>A migration that has been run to its end, for whoever works on what it left. Its lock is held by the caller.</summary>
/// <param name="Store">Where its checkpoint is.</param>
/// <param name="Checkpoint">How it ended.</param>
internal sealed record CompletedRun(ICheckpointStore Store, Checkpoint Checkpoint)
{
    /// <summary>Loads it.</summary>
    /// <param name="folder">The migration's state folder.</param>
    /// <param name="name">The migration's name.</param>
    /// <param name="stateTarget">
    /// The target, where it keeps the state; disposed by its owner. <see langword="null"/>: the folder does.
    /// </param>
    /// <param name="then">What is to be done after its end, for people.</param>
    /// <param name="stop">Stops the call.</param>
    /// <exception cref="StateException">It is not complete, or its state is damaged.</exception>
    /// <exception cref="TargetException">The target that keeps the state cannot be reached.</exception>
    internal static async Task<CompletedRun> LoadAsync(
        string folder, string name, ITargetConnection? stateTarget, string then, CancellationToken stop)
    {
        ICheckpointStore store = stateTarget is null
            ? new CheckpointFile(StateFolder.Checkpoint(folder))
            : await StateInTarget.LoadAsync(stateTarget, name, folder, stop);
        return new RejectReplacement(StateFolder.Rejects(folder), store).Finish(store.Load()) is { Complete: true } checkpoint
            ? new(store, checkpoint)
            : throw new StateException($"'{name}' has not been migrated completely; run 'dataflux migrate' to its end first, then {then}");
    }
}
