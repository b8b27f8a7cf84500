using System.Data.Common;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.State;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Sessions;

/// <summary>One writer's session: a connection that is replaced after it broke. Used by one task at a time.</summary>
/// <typeparam name="TConnection">The connection.</typeparam>
/// <param name="claim">Which process may write; <see langword="null"/>: whichever does.</param>
internal abstract class SqlSession<TConnection>(WriterClaimBase? claim) : ITargetSession
    where TConnection : SessionConnectionBase
{
    private TConnection? _connection;
    private bool _wasConnected;
    private ChosenRows? _chosen;

    /// <summary>The only rows that are written, by the hashes of their keys; <see langword="null"/>: all.</summary>
    internal Func<IReadOnlySet<ulong>?> Only { get; init; } = static () => null;

    public Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation) =>
        TransactAsync(write, keep: null, cancellation);

    public Task<WriteCounts> WriteAsync(
        Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task> keep, CancellationToken cancellation) =>
        TransactAsync(write, keep, cancellation);

    public ValueTask DisposeAsync() => DropAsync();

    /// <summary>The session, once it has its first connection.</summary>
    internal async Task<ITargetSession> OpenedAsync(CancellationToken cancellation)
    {
        await ConnectAsync(cancellation);
        return this;
    }

    /// <summary>What says which rows are written; <see langword="null"/>: all are.</summary>
    private protected ChosenRows? Chosen(TableBindings bindings)
    {
        var keys = Only();
        if (_chosen?.Keys != keys)
            _chosen = keys is null ? null : new(bindings, keys);
        return _chosen;
    }

    /// <summary>The connection, opened if there is none.</summary>
    private async Task<TConnection> ConnectAsync(CancellationToken cancellation)
    {
        if (_connection is { } open)
        {
            if (open.IsOpen)
                return open;
            await DropAsync();
        }

        var isFirst = !_wasConnected;
        var connection = await OpenAsync(isFirst, cancellation);
        _wasConnected = true;
        return _connection = connection;
    }

    /// <summary>Opens a connection with the settings of a session.</summary>
    /// <param name="isFirst">Whether the session has written nothing yet over another one.</param>
    /// <param name="cancellation">Stops the call.</param>
    private protected abstract Task<TConnection> OpenAsync(bool isFirst, CancellationToken cancellation);

    /// <summary>Makes a connection ready before the first statement of a transaction.</summary>
    private protected virtual ValueTask ReadyAsync(TConnection connection) => default;

    /// <summary>What the profile sees of an open transaction.</summary>
    private protected abstract TransactionTarget TargetOf(TConnection connection, CancellationToken cancellation);

    /// <summary>The documents of an open transaction.</summary>
    private protected abstract StateTable StateOf(TConnection connection, CancellationToken cancellation);

    /// <summary>What kind of failure an exception is.</summary>
    private protected abstract Failure Classify(Exception exception);

    /// <summary>Whether the server said that the transaction is broken, and nothing else.</summary>
    private protected abstract bool SaysBroken(Exception exception);

    /// <summary>What is to be said of a transaction whose profile swallowed the failure that broke it.</summary>
    private protected abstract Exception Swallowed(Exception broken, Exception cause);

    /// <summary>
    /// Whether a transaction that failed is done again by itself: its writers have learned of the failure what they can do otherwise.
    /// </summary>
    private protected abstract bool IsDoneAgain(Exception exception, TConnection connection);

    /// <summary>What becomes of the connection, and of those that wait for their next use, after a failure.</summary>
    private protected abstract Aftermath After(Failure failure);

    /// <summary>Has no connection used again that was opened before.</summary>
    private protected abstract void ClearPool();

    private async Task<WriteCounts> TransactAsync(
        Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task>? keep, CancellationToken cancellation)
    {
        if (claim is not null)
            await claim.EnsureAsync(now: _connection is not { IsOpen: true }, cancellation);
        var connection = await ConnectAsync(cancellation);
        await ReadyAsync(connection);
        while (true)
        {
            try
            {
                return await TransactAsync(connection, write, keep, cancellation);
            }
            catch (Exception e) when (IsDoneAgain(e is TargetException { InnerException: { } swallowed } ? swallowed : e, connection))
            {
            }
        }
    }

    private async Task<WriteCounts> TransactAsync(
        TConnection connection, Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task>? keep, CancellationToken cancellation)
    {
        try
        {
            await using var transaction = await connection.BeginAsync(cancellation);
            var target = TargetOf(connection, cancellation);
            try
            {
                await WriteAsync(target, write);
                await connection.Writers.EndAsync(connection.Transaction, cancellation);
                if (keep is not null)
                    await KeepAsync(connection, keep, target, cancellation);
                await connection.CheckAsync(target.ReliesOnTables, cancellation);
                await transaction.CommitAsync(cancellation);
                return target.Counts;
            }
            catch (Exception e) when (SaysBroken(e) && target.Failure is { } cause)
            {
                throw Swallowed(e, cause);
            }
        }
        catch (Exception e)
        {
            // The transaction's disposal above has rolled back where the connection still could.
            await RecoverAsync(connection, Classify(e));

            // A table that was changed may refuse what it would have taken: no record is to blame for that.
            if (e is not DatafluxException && connection == _connection && !cancellation.IsCancellationRequested)
                await connection.CheckAsync(relies: true, cancellation);
            throw;
        }
    }

    private async Task KeepAsync(
        TConnection connection, Func<ITargetDocuments, WriteCounts, Task> keep, TransactionTarget target, CancellationToken cancellation)
    {
        try
        {
            await keep(StateOf(connection, cancellation), target.Counts);
        }
        catch (TargetException e) when (e.InnerException is not DbException)
        {
            // The documents are not as they were left. If that was another process, it says more to name it.
            await connection.RefuseOtherAsync(cancellation);
            throw;
        }
    }

    private static async Task WriteAsync(TransactionTarget target, Func<ITarget, Task> write)
    {
        try
        {
            await write(target);
        }
        finally
        {
            target.Close();
        }

        target.ThrowIfItRefused();
    }

    private async ValueTask RecoverAsync(TConnection connection, Failure failure)
    {
        var after = After(failure);
        if (after == Aftermath.OtherServer)
            claim?.Distrust();
        if (after == Aftermath.GoesOn && connection.IsOpen)
        {
            connection.Forget();
            return;
        }

        await DropAsync();
        if (after != Aftermath.GoesOn)
            ClearPool();
    }

    private async ValueTask DropAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
