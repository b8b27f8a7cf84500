using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.State;

/// <summary>What one may do with the state that <c>checkpoint: target</c> keeps in the target, while no migration runs.</summary>
public static class StateInTarget
{
    /// <summary>
    /// Reads a migration's rejects, wherever they are kept: the state folder may be gone, or another host's run may be newer than what is
    /// in it.
    /// </summary>
    /// <param name="target">The target that keeps the state; its owner disposes it. <see langword="null"/>: the state folder does.</param>
    /// <param name="migration">The migration's name.</param>
    /// <param name="stateFolder">The migration's state folder.</param>
    /// <param name="read">Reads them from the folder that it is given, which is gone afterwards where it is a copy.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="StateException">The state is damaged or of a newer version.</exception>
    /// <exception cref="TargetException">The target cannot be reached.</exception>
    public static async Task<T> ReadRejectsAsync<T>(
        ITargetConnection? target, string migration, string stateFolder, Func<string, T> read, CancellationToken cancellation)
    {
        if (target is null)
            return read(stateFolder);

        var copy = Directory.CreateTempSubdirectory("dataflux-rejects-");
        try
        {
            await LoadAsync(target, migration, copy.FullName, cancellation);
            return read(copy.FullName);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    internal static async Task<TargetState> LoadAsync(
        ITargetConnection target, string migration, string folder, CancellationToken cancellation)
    {
        TargetState? state = null;
        await InTransactionAsync(
            target, async documents => state = await TargetState.LoadAsync(documents, migration, folder), cancellation);
        return state!;
    }

    /// <summary>Works on documents in a transaction.</summary>
    /// <exception cref="TargetException">The target cannot be reached or changed.</exception>
    internal static Task InTransactionAsync(ITargetConnection target, Func<ITargetDocuments, Task> work, CancellationToken cancellation) =>
        target.CallAsync(
            async () =>
            {
                await using var session = await target.OpenSessionAsync(cancellation);
                await session.WriteAsync(_ => Task.CompletedTask, (documents, _) => work(documents), cancellation);
            },
            cancellation);
}
