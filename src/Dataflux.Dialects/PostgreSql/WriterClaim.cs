using System.Buffers.Binary;
using System.Data;
using System.Security.Cryptography;
using Dataflux.Engine;
using Dataflux.Engine.State;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>
/// One writer per migration and database, wherever its processes run: a session-level advisory lock on a connection of its own.
/// The server releases it whatever happens to the process. It can be lost with its connection (a restart, a fail-over): sessions
/// make sure of it when they connect and every few seconds before they write, and whoever lost it to another process stops.
/// </summary>
internal sealed class WriterClaim(NpgsqlDataSource source, string migration) : IAsyncDisposable
{
    // The server may need a moment to notice that a killed process's connection is closed.
    private static readonly TimeSpan WaitForPredecessor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CheckedFor = TimeSpan.FromSeconds(5);

    // The server notices a vanished host within a minute; a session that waits for hours must not be ended for that.
    private const string Settings = """
        select set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false);
        select set_config(name, '0', false) from pg_settings where name = 'idle_session_timeout'
        """;

    private readonly long _key = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"dataflux {migration}")));
    private readonly SemaphoreSlim _turn = new(1, 1);
    private NpgsqlConnection? _connection;
    private long _checkedAt;
    private volatile bool _distrusted;
    private bool _wasHeld;

    /// <summary>Makes sure that this process is the migration's writer.</summary>
    /// <param name="now">Asks the server even if it was asked a moment ago.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="StateException">Another process is, before anything was written.</exception>
    /// <exception cref="TargetException">Another process became it while the connection was lost.</exception>
    internal async Task EnsureAsync(bool now, CancellationToken cancellation)
    {
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

    /// <summary>Has the lock taken anew, over another connection: the server that holds it is not the primary any more.</summary>
    internal void Distrust()
    {
        _distrusted = true;
        Volatile.Write(ref _checkedAt, 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { FullState: ConnectionState.Open } open)
        {
            try
            {
                await using var unlock = new NpgsqlCommand("select pg_advisory_unlock($1)", open) { Parameters = { new() { Value = _key } } };
                await unlock.ExecuteNonQueryAsync();
            }
            catch (NpgsqlException)
            {
                // The connection is gone, and the lock with it.
            }
        }

        await DropAsync();
        _turn.Dispose();
    }

    private async Task<bool> IsHeldAsync(CancellationToken cancellation)
    {
        if (_distrusted || _connection is not { FullState: ConnectionState.Open } open)
            return false;
        try
        {
            await using var alive = new NpgsqlCommand("select 1", open);
            await alive.ExecuteNonQueryAsync(cancellation);
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
            await using (var settings = new NpgsqlCommand(Settings, connection))
                await settings.ExecuteNonQueryAsync(cancellation);
            var began = TimeProvider.System.GetTimestamp();
            while (!await TryLockAsync(connection, cancellation))
            {
                if (TimeProvider.System.GetElapsedTime(began) > WaitForPredecessor)
                    throw await RefusalAsync(connection, cancellation);
                await Task.Delay(Between, TimeProvider.System, cancellation);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        _connection = connection;
        _distrusted = false;
        _wasHeld = true;
    }

    private async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = _key } } };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<DatafluxException> RefusalAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select format('session %s%s, since %s', a.pid, ' from ' || host(a.client_addr), to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"'))
            from pg_locks l join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and (l.classid::bigint << 32) + l.objid::bigint = $1
              and l.database = (select oid from pg_database where datname = current_database())
            """,
            connection)
        {
            Parameters = { new() { Value = _key } },
        };
        var holder = await command.ExecuteScalarAsync(cancellation) as string ?? "a session that has just ended";
        return _wasHeld
            ? new TargetException($"While the connection was lost, another process began to write '{migration}' into this database ({holder}). Stop one of the two; the other resumes.")
            : new StateException($"migration '{migration}' is already being written into this database by another process ({holder}); wait for it or stop it");
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
