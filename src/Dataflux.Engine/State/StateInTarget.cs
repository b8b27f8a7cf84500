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
        await GuardAsync(target, () =>
            UseAsync(target, async documents => state = await TargetState.LoadAsync(documents, migration, folder), cancellation));
        return state!;
    }

    /// <summary>Works on documents in a transaction.</summary>
    internal static Task InTransactionAsync(ITargetConnection target, Func<ITargetDocuments, Task> work, CancellationToken cancellation) =>
        GuardAsync(target, () => UseAsync(target, work, cancellation));

    /// <summary>Does work in the target that fails with what the failure means.</summary>
    /// <exception cref="TargetException">The target cannot be reached or changed.</exception>
    internal static async Task GuardAsync(ITargetConnection target, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not (DatafluxException or OperationCanceledException))
        {
            throw new TargetException(target.Classify(e).Message, e);
        }
    }

    private static async Task UseAsync(ITargetConnection target, Func<ITargetDocuments, Task> use, CancellationToken cancellation)
    {
        await using var session = await target.OpenSessionAsync(cancellation);
        await session.WriteAsync(_ => Task.CompletedTask, (documents, _) => use(documents), cancellation);
    }
}
