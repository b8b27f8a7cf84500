using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Sessions;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Sessions;

/// <summary>The claim in PostgreSQL: an advisory lock, and a mark in the table <c>dataflux.writer</c>.</summary>
internal sealed class WriterClaim(NpgsqlDataSource source, string migration) : WriterClaimBase(migration, "dataflux.writer", s_mark)
{
    // The server notices a vanished host within a minute; a session that waits for hours must not be ended for that.
    private const string Settings = """
        select set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false);
        select set_config('lock_timeout', '10s', false);
        select set_config(name, '0', false) from pg_settings where name = 'idle_session_timeout'
        """;

    // Two migrations that make the table at the same moment would fail over each other without the lock. A schema that is there is not
    // made: that needs a right even so.
    private static readonly WriterMarkSql s_mark = new()
    {
        IsThere = "select to_regclass('dataflux.writer') is not null",
        Make = PostgreSqlFlavour.Alone + """
            do $make$ begin
              if to_regnamespace('dataflux') is null then create schema if not exists dataflux; end if;
              create table if not exists dataflux.writer (
                migration text collate "C" primary key, epoch bigint not null, owner text not null, since timestamptz not null default now());
              comment on table dataflux.writer is 'Which process of dataflux may write a migration: the one that raised its epoch last';
            end $make$
            """,
        Owner = "select owner from dataflux.writer where migration = $1",
        Raise = """
            insert into dataflux.writer as w (migration, epoch, owner) values ($1, 1, $2)
            on conflict (migration) do update set epoch = w.epoch + 1, owner = excluded.owner, since = now()
            """,
    };

    // The row is locked until the transaction ends: raising the epoch waits for that.
    private readonly string _owner =
        $"(select w.owner from dataflux.writer w where w.migration = {Literal.Quote(migration)} and pg_current_xact_id_if_assigned() is "
            + "not null for share)";

    private readonly long _token = BinaryPrimitives.ReadInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(long)));
    private readonly long _key = BinaryPrimitives.ReadInt64BigEndian(
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"dataflux {migration}")));

    /// <summary>An expression that says who may write; see <see cref="WriterClaimBase.RefuseOther"/>.</summary>
    internal string Check => IsMarked ? _owner : IsAlone;

    private protected override string HowToMark => "create schema dataflux authorization …";

    // Where no table may be made: a lock of this process alone, which is there as long as the session with the migration's lock is.
    private string IsAlone => string.Create(
        CultureInfo.InvariantCulture,
        $"case when pg_current_xact_id_if_assigned() is not null and pg_try_advisory_xact_lock_shared('{_token}') then 'lost' end");

    private protected override async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await connection.RunAsync(Settings, cancellation);
            return connection;
        }
        catch
        {
            await ReleaseAsync(connection);
            throw;
        }
    }

    private protected override Task<bool> TryLockAsync(DbConnection connection, CancellationToken cancellation) =>
        connection.AskAsync<bool>("select pg_try_advisory_lock($1)", cancellation, _key);

    private protected override Task<string?> HolderAsync(DbConnection connection, CancellationToken cancellation) =>
        connection.AskAsync<string?>(
            """
            select format('session %s%s, since %s', a.pid, ' from ' || host(a.client_addr), to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"'))
            from pg_locks l join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and (l.classid::bigint << 32) + l.objid::bigint = $1
              and l.database = (select oid from pg_database where datname = current_database())
            """,
            cancellation,
            _key);

    private protected override Task HoldUnmarkedAsync(DbConnection connection, CancellationToken cancellation) =>
        connection.RunAsync("select pg_advisory_lock($1)", cancellation, _token);

    // The pool resets it only where all settings came with the login: what is taken from there next must have neither the locks nor the
    // time limit.
    private protected override async Task ReleaseAsync(DbConnection connection)
    {
        if (((NpgsqlConnection)connection).FullState == ConnectionState.Open)
        {
            try
            {
                await connection.RunAsync("select pg_advisory_unlock_all(); reset lock_timeout", CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                // The connection is gone, and the locks with it.
            }
        }

        await connection.DisposeAsync();
    }

    private protected override Failure Classify(Exception exception) => PostgreSqlFailures.Classify(exception);

    private protected override bool IsDenied(DbException exception) => exception.SqlState == PostgresErrorCodes.InsufficientPrivilege;

    // A standby by now, and its idle connections would be taken again.
    private protected override void FoundReadOnly(DbException exception)
    {
        if (exception.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
            source.Clear();
    }
}
