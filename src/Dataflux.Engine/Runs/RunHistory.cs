using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Runs;

/// <summary>The numbered runs of a migration. Numbers go on after a reset, so that a number means one run for good.</summary>
public static class RunHistory
{
    /// <summary>Reads the runs.</summary>
    /// <param name="folder">The state folder; it need not be there.</param>
    /// <param name="name">The migration's name.</param>
    /// <param name="stateTarget">
    /// The target, where it keeps the state; disposed by its owner. <see langword="null"/>: the folder does.
    /// </param>
    /// <param name="stop">Stops the call.</param>
    /// <returns>The runs in the order of their numbers.</returns>
    /// <exception cref="StateException">They are damaged.</exception>
    /// <exception cref="TargetException">The target that keeps the state cannot be reached.</exception>
    public static async Task<IReadOnlyList<RunRecord>> ReadAsync(
        string folder, string name, ITargetConnection? stateTarget, CancellationToken stop)
    {
        if (stateTarget is null)
            return Known(await new RunsInFolder(folder).ReadAsync(), new CheckpointFile(StateFolder.Checkpoint(folder)).Load());

        IReadOnlyList<RunRecord> runs = [];
        await StateInTarget.InTransactionAsync(
            stateTarget,
            async documents => runs = Known(
                await InTarget(documents, name).ReadAsync(), await TargetState.ReadCheckpointAsync(documents, name)),
            stop);
        return runs;
    }

    /// <summary>
    /// Adds what the checkpoint knows better: whether its run is complete, where a crash came between the two; and where there are no
    /// records yet, of the one run of a version whose runs had no numbers.
    /// </summary>
    internal static IReadOnlyList<RunRecord> Known(IReadOnlyList<RunRecord> runs, Checkpoint? found)
    {
        if (found is null or { Complete: false, Parts.Count: 0 })
            return runs;

        return runs.Count == 0 && found.Number == 0
            ? [Ended(OfOlderVersion(found), found)]
            : [.. runs.Select(
                run => run.Run == found.Number && run.Outcome == RunOutcome.Complete != found.Complete ? Ended(run, found) : run)];
    }

    /// <summary>Takes down that progress is forgotten: no run is gone on with.</summary>
    /// <param name="store">Where the runs are.</param>
    /// <param name="found">The checkpoint that goes.</param>
    internal static async Task ResetAsync(IRunStore store, Checkpoint? found)
    {
        var stored = await store.ReadAsync();
        foreach (var run in Known(stored, found).Select(static run => run.IsOpen ? run with { WasReset = true } : run).Except(stored))
            await store.PutAsync(run);
    }

    /// <summary>The runs that a transaction sees.</summary>
    internal static RunsInTarget InTarget(ITargetDocuments documents, string name) => new(name, keep => keep(documents));

    private static RunRecord OfOlderVersion(Checkpoint found) => new()
    {
        Run = 1,
        StartedAt = found.StartedAt,
        ExportId = found.ExportId,
        DefinitionHash = found.DefinitionHash,
        ProfileHash = found.ProfileHash,
    };

    private static RunRecord Ended(RunRecord run, Checkpoint found) => run with
    {
        Outcome = found.Complete ? RunOutcome.Complete : null,
        ExitCode = !found.Complete ? null
            : found.Counts.RejectedTotal + found.Counts.Waiting == 0 ? ExitCode.Complete : ExitCode.CompleteWithRejects,
        Counts = found.Counts,
    };
}
