using System.Buffers.Binary;
using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Sessions;

/// <summary>
/// One writer per migration and database, wherever its processes run: a session-level advisory lock on a connection of its own.
/// The server releases it whatever happens to the process. It can be lost with its connection (a restart, a fail-over): sessions
/// make sure of it when they connect and every few seconds before they write. Since it may have been another process's in between, each
/// transaction that wrote also looks at the mark that the last process with the lock has set (<see cref="WriterMark"/>) before it
/// is committed; whoever finds another one's mark never writes again.
/// </summary>
internal sealed class WriterClaim(NpgsqlDataSource source, string migration) : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CheckedFor = TimeSpan.FromSeconds(5);

    // The server notices a vanished host within a minute; a session that waits for hours must not be ended for that.
    private const string Settings = """
        select set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false);
        select set_config('lock_timeout', '10s', false);
        select set_config(name, '0', false) from pg_settings where name = 'idle_session_timeout'
        """;

    private readonly WriterMark _mark = new(migration);
    private readonly long _token = BinaryPrimitives.ReadInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(long)));
    private bool _isMarked = true;
    private volatile TargetException? _refused;

    private readonly long _key = BinaryPrimitives.ReadInt64BigEndian(
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"dataflux {migration}")));
    private readonly SemaphoreSlim _turn = new(1, 1);
    private NpgsqlConnection? _connection;
    private long _checkedAt;
    private volatile bool _distrusted;
    private bool _wasHeld;

    /// <summary>The server may need a moment to notice that a killed process's connection is closed.</summary>
    internal TimeSpan WaitForPredecessor { get; init; } = TimeSpan.FromSeconds(10);

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

    /// <summary>What is less safe than elsewhere, because no table may be made here.</summary>
    internal string? Caution => _isMarked ? null
        : "The user may neither use nor make the table dataflux.writer, by which a process learns that another one wrote while its "
        + "connection was lost: one that loses the connection with its lock stops. To have such a loss waited out: create schema dataflux "
        + "authorization …";

    /// <summary>An expression that says who may write; see <see cref="RefuseOther"/>.</summary>
    internal string Check => _isMarked ? _mark.Read : IsAlone;

    // Where no table may be made: a lock of this process alone, which is there as long as the session with the migration's lock is.
    private string IsAlone => string.Create(
        CultureInfo.InvariantCulture,
        $"case when pg_current_xact_id_if_assigned() is not null and pg_try_advisory_xact_lock_shared('{_token}') then 'lost' end");

    /// <summary>Whether <see cref="Check"/> gave another process, and not what a target has that forgot this one.</summary>
    internal bool IsOther(string? writer) => _isMarked && writer is not null && writer != _mark.Owner && writer != _mark.Before;

    /// <summary>Judges what <see cref="Check"/> gave in a transaction that wrote.</summary>
    /// <exception cref="TargetException">This process must not write any more.</exception>
    internal void RefuseOther(string? writer)
    {
        if (writer != (_isMarked ? _mark.Owner : null))
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

    private async Task<bool> IsHeldAsync(CancellationToken cancellation)
    {
        if (_distrusted || _connection is not { FullState: ConnectionState.Open } open)
            return false;
        try
        {
            await open.RunAsync("select 1", cancellation);
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && PostgreSqlFailures.Classify(e).Kind == FailureKind.Transient)
        {
            return false;
        }
    }

    private async Task TakeAsync(CancellationToken cancellation)
    {
        await DropAsync();
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await connection.RunAsync(Settings, cancellation);
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

    private async Task MarkAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            if (_isMarked && !await _mark.TakeAsync(connection, cancellation))
                throw Refused();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege && !_wasHeld)
        {
            _isMarked = false;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            source.Clear(); // a standby by now, and its idle connections would be taken again
            throw;
        }

        if (_isMarked)
            return;
        if (_wasHeld)
            throw Refused();
        await connection.RunAsync("select pg_advisory_lock($1)", cancellation, _token);
    }

    // For good: what this process knows of the target is older than what another one may have written.
    private TargetException Refused() => _refused = new TargetException(_isMarked
        ? $"Another process wrote '{migration}' into this database meanwhile, while this one's connection was lost or its machine stood "
            + "still. This one stops, and what it had not committed was rolled back. If the other one is to go on, leave it so; if not, "
            + "stop it, and run this one's command again."
        : $"The connection that holds the lock of '{migration}' was lost, and without the table dataflux.writer nothing says whether "
            + "another process wrote meanwhile. Make sure that none does, and run the same command again: it goes on where it stopped.");

    private Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.AskAsync<bool>("select pg_try_advisory_lock($1)", cancellation, _key);

    private async Task<DatafluxException> RefusalAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var holder = await connection.AskAsync<string?>(
            """
            select format('session %s%s, since %s', a.pid, ' from ' || host(a.client_addr), to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"'))
            from pg_locks l join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and (l.classid::bigint << 32) + l.objid::bigint = $1
              and l.database = (select oid from pg_database where datname = current_database())
            """,
            cancellation,
            _key) ?? "a session that has just ended";
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

    // The pool resets it only where all settings came with the login: what is taken from there next must have neither the locks nor the
    // time limit.
    private static async ValueTask ReleaseAsync(NpgsqlConnection connection)
    {
        if (connection.FullState == ConnectionState.Open)
        {
            try
            {
                await using var release = new NpgsqlCommand("select pg_advisory_unlock_all(); reset lock_timeout", connection);
                await release.ExecuteNonQueryAsync();
            }
            catch (NpgsqlException)
            {
                // The connection is gone, and the locks with it.
            }
        }

        await connection.DisposeAsync();
    }
}
