using Dataflux.Engine.Ground;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Runs;

/// <summary>
/// Forgets a migration's progress and rejects, so that its next run starts over. Logs, databases and the numbers of its runs stay.
/// </summary>
public static class MigrationReset
{
    /// <summary>Forgets what the state folder has.</summary>
    /// <param name="folder">The state folder.</param>
    /// <param name="name">The migration's name.</param>
    /// <param name="time">Where the time comes from.</param>
    /// <exception cref="StateException">The migration is running, or the folder cannot be written.</exception>
    public static void InFolder(string folder, string name, TimeProvider time)
    {
        if (!Directory.Exists(folder))
            return;

        using var held = StateFolder.Lock(folder, name, time);
        InFolder(folder);
    }

    /// <summary>The same, where the lock is held.</summary>
    internal static void InFolder(string folder)
    {
        ResetRuns(folder);
        try
        {
            // The checkpoint goes first: what is left behind it by a crash is then nobody's, and the next run clears it away.
            foreach (var path in new[]
            {
                StateFolder.Checkpoint(folder), StateFolder.Rejects(folder), StateFolder.Summary(folder), StateFolder.Coverage(folder),
            })
            {
                File.Delete(path);
                File.Delete(path + ".new");
                KillPoint.At(KillPoint.InReset);
            }

            StateFolder.DeleteParts(folder);
            foreach (var below in new[]
            {
                StateFolder.Groups(folder), StateFolder.Replay(folder), StateFolder.Waiting(folder), StateFolder.Verification(folder),
                StateFolder.Repair(folder), StateFolder.BatchChecks(folder), StateFolder.Rerun(folder), StateFolder.Source(folder),
                StateFolder.Stream(folder),
            })
            {
                StateFolder.DeleteFolder(below);
                KillPoint.At(KillPoint.InReset);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.Unusable(folder, e);
        }
    }

    /// <summary>Forgets the state that <c>checkpoint: target</c> keeps in the target.</summary>
    /// <param name="target">The target; its owner disposes it.</param>
    /// <param name="migration">The migration's name.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="StateException">The migration is running.</exception>
    /// <exception cref="TargetException">The target cannot be reached or changed.</exception>
    public static Task InTargetAsync(ITargetConnection target, string migration, CancellationToken cancellation) =>
        target.CallAsync(
            async () =>
            {
                await (target.Capabilities.SingleWriter?.ClaimAsync(migration, cancellation) ?? Task.CompletedTask);
                await StateInTarget.InTransactionAsync(
                    target,
                    async documents =>
                    {
                        await ResetRunsAsync(documents, migration);
                        await documents.DeleteAsync(migration);
                        await documents.DeleteAsync(TargetMarks.OwnerOf(migration));
                        await documents.DeleteAsync(TargetMarks.OwnerOfReplay(migration));
                    },
                    cancellation);
            },
            cancellation);

    // A state that is damaged is what a reset is for, and the numbers of runs outlive it.
    private static void ResetRuns(string folder)
    {
        Checkpoint? found = null;
        try
        {
            found = new CheckpointFile(StateFolder.Checkpoint(folder)).Load();
        }
        catch (StateException)
        {
        }

        RunHistory.ResetAsync(new RunsInFolder(folder), found).GetAwaiter().GetResult();
    }

    private static async Task ResetRunsAsync(ITargetDocuments documents, string migration)
    {
        Checkpoint? found = null;
        try
        {
            found = await TargetState.ReadCheckpointAsync(documents, migration);
        }
        catch (StateException)
        {
        }

        await RunHistory.ResetAsync(RunHistory.InTarget(documents, migration), found);
    }
}
