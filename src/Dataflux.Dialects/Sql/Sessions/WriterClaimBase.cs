using System.Data;
using System.Data.Common;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Dialects.Sql.Sessions;

/// <summary>
/// One writer per migration and database, wherever its processes run: a lock that a session holds, on a connection of its own.
/// The server releases it whatever happens to the process. It can be lost with its connection (a restart, a fail-over): sessions
/// make sure of it when they connect and every few seconds before they write. Since it may have been another process's in between, each
/// transaction that wrote also looks at the mark that the last process with the lock has set (<see cref="WriterMark"/>) before it
/// is committed; whoever finds another one's mark never writes again.
/// </summary>
/// <param name="migration">The migration's name.</param>
/// <param name="table">The table of the marks, for people.</param>
/// <param name="sql">The statements of the mark.</param>
internal abstract class WriterClaimBase(string migration, string table, WriterMarkSql sql) : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CheckedFor = TimeSpan.FromSeconds(5);

    private readonly WriterMark _mark = new(migration, sql);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DbConnection? _connection;
    private volatile TargetException? _refused;
    private long _checkedAt;
    private volatile bool _distrusted;
    private bool _wasHeld;

    /// <summary>The server may need a moment to notice that a killed process's connection is closed.</summary>
    internal TimeSpan WaitForPredecessor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is less safe than elsewhere, because no table may be made here.</summary>
    internal string? Caution => IsMarked ? null
        : $"The user may neither use nor make the table {table}, by which a process learns that another one wrote while its "
        + $"connection was lost: one that loses the connection with its lock stops. To have such a loss waited out: {HowToMark}.";

    /// <summary>Whether processes leave marks; otherwise the lock alone keeps others away.</summary>
    private protected bool IsMarked { get; private set; } = true;

    /// <summary>What lets marks be left, as the end of a sentence.</summary>
    private protected abstract string HowToMark { get; }

    /// <summary>Makes sure that this process is the migration's writer.</summary>
    /// <param name="now">Asks the server even if it was asked a moment ago.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="StateException">Another process is, before anything was written.</exception>
    /// <exception cref="TargetException">Another process became it while the connection was lost.</exception>
    internal async Task EnsureAsync(bool now, CancellationToken cancellation)
    {
        if (_refused is { } refused)
            throw refused;
        if (!now && TimeProvider.System.GetElapsedTime(Volatile.Read(ref _checkedAt)) < CheckedFor)
            return;
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!await IsHeldAsync(cancellation))
                await TakeAsync(cancellation);
            Volatile.Write(ref _checkedAt, TimeProvider.System.GetTimestamp());
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether a transaction's check gave another process, and not what a target has that forgot this one.</summary>
    internal bool IsOther(string? writer) => IsMarked && writer is not null && writer != _mark.Owner && writer != _mark.Before;

    /// <summary>Judges what a check gave in a transaction that wrote.</summary>
    /// <exception cref="TargetException">This process must not write any more.</exception>
    internal void RefuseOther(string? writer)
    {
        if (writer != (IsMarked ? _mark.Owner : null))
            throw Refused();
    }

    /// <summary>Has the lock taken again, over another connection: the server that holds it is not the primary any more.</summary>
    internal void Distrust()
    {
        _distrusted = true;
        Volatile.Write(ref _checkedAt, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        _turn.Dispose();
    }

    /// <summary>Opens a connection that can wait for hours with the lock.</summary>
    private protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellation);

    /// <summary>Takes the lock, if nobody has it.</summary>
    private protected abstract Task<bool> TryLockAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>Who has the lock, for people; <see langword="null"/>: nobody any more.</summary>
    private protected abstract Task<string?> HolderAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>Lets others see that this session has the lock, where no mark may be left.</summary>
    private protected abstract Task HoldUnmarkedAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>Gives back what the connection holds, and closes it.</summary>
    private protected abstract Task ReleaseAsync(DbConnection connection);

    /// <summary>What kind of failure an exception is.</summary>
    private protected abstract Failure Classify(Exception exception);

    /// <summary>Whether the user lacks a right.</summary>
    private protected abstract bool IsDenied(DbException exception);

    /// <summary>Hears that the server takes no writes.</summary>
    private protected abstract void FoundReadOnly(DbException exception);

    private async Task<bool> IsHeldAsync(CancellationToken cancellation)
    {
        if (_distrusted || _connection is not { State: ConnectionState.Open } open)
            return false;
        try
        {
            await open.RunAsync("select 1", cancellation);
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && Classify(e).Kind == FailureKind.Transient)
        {
            return false;
        }
    }

    private async Task TakeAsync(CancellationToken cancellation)
    {
        await DropAsync();
        var connection = await OpenAsync(cancellation);
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            while (!await TryLockAsync(connection, cancellation))
            {
                if (TimeProvider.System.GetElapsedTime(began) > WaitForPredecessor)
                    throw await RefusalAsync(connection, cancellation);
                await Task.Delay(Between, TimeProvider.System, cancellation);
            }

            await MarkAsync(connection, cancellation);
        }
        catch
        {
            await ReleaseAsync(connection);
            throw;
        }

        _connection = connection;
        _distrusted = false;
        _wasHeld = true;
    }

    private async Task MarkAsync(DbConnection connection, CancellationToken cancellation)
    {
        try
        {
            if (IsMarked && !await _mark.TakeAsync(connection, cancellation))
                throw Refused();
        }
        catch (DbException e) when (IsDenied(e) && !_wasHeld)
        {
            IsMarked = false;
        }
        catch (DbException e)
        {
            FoundReadOnly(e);
            throw;
        }

        if (IsMarked)
            return;
        if (_wasHeld)
            throw Refused();
        await HoldUnmarkedAsync(connection, cancellation);
    }

    // For good: what this process knows of the target is older than what another one may have written.
    private TargetException Refused() => _refused = new TargetException(IsMarked
        ? $"Another process wrote '{migration}' into this database meanwhile, while this one's connection was lost or its machine stood "
            + "still. This one stops, and what it had not committed was rolled back. If the other one is to go on, leave it so; if not, "
            + "stop it, and run this one's command again."
        : $"The connection that holds the lock of '{migration}' was lost, and without the table {table} nothing says whether "
            + "another process wrote meanwhile. Make sure that none does, and run the same command again: it goes on where it stopped.");

    private async Task<DatafluxException> RefusalAsync(DbConnection connection, CancellationToken cancellation)
    {
        var holder = await HolderAsync(connection, cancellation) ?? "a session that has just ended";
        return _wasHeld
            ? new TargetException(
                $"While the connection was lost, another process began to write '{migration}' into this database ({holder}). Stop one of "
                + "the two; the other resumes.")
            : new StateException(
                $"migration '{migration}' is already being written into this database by another process ({holder}); wait for it or "
                + "stop it");
    }

    private async ValueTask DropAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await ReleaseAsync(connection);
        }
    }
}
