using System.Data;
using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.State;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Sessions;

/// <summary>One writer's session: a connection that is replaced after it broke. Used by one task at a time.</summary>
internal sealed class PostgreSqlSession(NpgsqlDataSource source, BindingCache bindings, WriterClaim? claim = null) : ITargetSession
{
    // Texts that the server casts, or that values are compared by, must be the same on every machine; compiling plans costs more than a
    // batch takes. What an earlier session of the pool left is not this one's.
    internal const string Settings = "discard temp; set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; "
        + "set extra_float_digits = 1; set bytea_output = 'hex'; set jit = off";

    // Where commits are not flushed, a crash of the server loses some that it confirmed. What is higher stays as it is.
    private const string Durable = "; select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') "
        + "= 'off'";

    // What a timestamp holds.
    internal static readonly TimeSpan TimePrecision = TimeSpan.FromMicroseconds(1);

    private SessionConnection? _connection;
    private bool _wasConnected;
    private ChosenRows? _chosen;

    /// <summary>The only rows that are written, by the hashes of their keys; <see langword="null"/>: all.</summary>
    internal Func<IReadOnlySet<ulong>?> Only { get; init; } = static () => null;

    public Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation) =>
        TransactAsync(write, keep: null, cancellation);

    public Task<WriteCounts> WriteAsync(
        Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task> keep, CancellationToken cancellation) =>
        TransactAsync(write, keep, cancellation);

    private async Task<WriteCounts> TransactAsync(
        Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task>? keep, CancellationToken cancellation)
    {
        if (claim is not null)
            await claim.EnsureAsync(now: _connection is not { Npgsql.FullState: ConnectionState.Open }, cancellation);
        var connection = await ConnectAsync(cancellation);
        await connection.KeepImagesAsync(bindings.Images);
        while (true)
        {
            try
            {
                return await TransactAsync(connection, write, keep, cancellation);
            }
            catch (Exception e) when (IsDoneAgain(e, connection))
            {
            }
        }
    }

    // A row that was thought new is there already, or breaks another unique index: merging tells which. Or rows refer to others that are
    // not there: looking for them tells which. Each writer learns either but once.
    private static bool IsDoneAgain(Exception e, SessionConnection connection) => SqlStateOf(e) switch
    {
        PostgresErrorCodes.UniqueViolation => connection.Writers.MergesInstead(connection.Transaction),
        PostgresErrorCodes.ForeignKeyViolation => connection.Writers.LooksForParents(connection.Transaction),
        _ => false,
    };

    public ValueTask DisposeAsync() => DropAsync();

    private async Task<WriteCounts> TransactAsync(
        SessionConnection connection, Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task>? keep,
        CancellationToken cancellation)
    {
        try
        {
            await using var transaction = await connection.Npgsql.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
            connection.Transaction++;
            var target = new SqlTarget(connection, bindings, cancellation) { Only = Chosen() };
            try
            {
                await WriteAsync(target, write);
                await connection.Writers.EndAsync(connection.Transaction, cancellation);
                if (keep is not null)
                    await KeepAsync(connection, keep, target, cancellation);
                await connection.Guard!.CheckAsync(target.ReliesOnTables, cancellation);
                await transaction.CommitAsync(cancellation);
                return target.Counts;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InFailedSqlTransaction && target.Failure is { } cause)
            {
                CommitGuard.ThrowSwallowed(e, cause);
                throw;
            }
        }
        catch (Exception e)
        {
            // The transaction's disposal above has rolled back where the connection still could.
            await RecoverAsync(connection, PostgreSqlFailures.Classify(e));

            // A table that was changed may refuse what it would have taken: no record is to blame for that.
            if (e is not DatafluxException && connection == _connection && !cancellation.IsCancellationRequested)
                await connection.Guard!.CheckAsync(relies: true, cancellation);
            throw;
        }
    }

    private ChosenRows? Chosen()
    {
        var keys = Only();
        if (_chosen?.Keys != keys)
            _chosen = keys is null ? null : new(keys);
        return _chosen;
    }

    private static async Task KeepAsync(
        SessionConnection connection, Func<ITargetDocuments, WriteCounts, Task> keep, SqlTarget target, CancellationToken cancellation)
    {
        try
        {
            await keep(new StateTable(connection.Npgsql, PostgreSqlFlavour.Instance, cancellation), target.Counts);
        }
        catch (TargetException e) when (e.InnerException is not PostgresException)
        {
            // The documents are not as they were left. If that was another process, it says more to name it.
            await connection.Guard!.RefuseOtherAsync(cancellation);
            throw;
        }
    }

    private static async Task WriteAsync(SqlTarget target, Func<ITarget, Task> write)
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

    private static string? SqlStateOf(Exception e) =>
        ((e is TargetException { InnerException: { } swallowed } ? swallowed : e) as PostgresException)?.SqlState;

    /// <summary>The connection, opened if there is none.</summary>
    internal async Task<SessionConnection> ConnectAsync(CancellationToken cancellation)
    {
        if (_connection is { } open)
        {
            if (open.Npgsql.FullState == ConnectionState.Open)
                return open;
            await DropAsync();
        }

        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await connection.RunAsync(claim is null ? Settings : Settings + Durable, cancellation);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        var isFirst = !_wasConnected;
        _wasConnected = true;
        return _connection = new(connection, isFirst) { Guard = new(connection, bindings.Shapes, claim) };
    }

    private async ValueTask RecoverAsync(SessionConnection connection, Failure failure)
    {
        if (failure.Code == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            // A fail-over: this host is a standby by now, and would stay one for as long as its connections are used.
            claim?.Distrust();
            await DropAsync();
            source.Clear();
        }
        else if (failure is { Kind: FailureKind.Transient, Code: null })
        {
            // Not the server's answer: the connection may say that it is open and never work again, also for the next one to take it.
            await DropAsync();
            source.Clear();
        }
        else if (connection.Npgsql.FullState == ConnectionState.Open)
        {
            connection.Forget();
        }
        else
        {
            await DropAsync();
        }
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
