using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Sessions;
using Dataflux.Engine.Ground;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Sessions;

/// <summary>The claim in MySQL: a lock by name (GET_LOCK), and a mark in the table <c>dataflux_writer</c>.</summary>
internal sealed class WriterClaim(MySqlDatabase database, string migration)
    : WriterClaimBase(migration, "dataflux_writer", s_mark)
{
    private static readonly WriterMarkSql s_mark = new()
    {
        IsThere = "select count(*) from information_schema.tables where table_schema = database() and table_name = 'dataflux_writer'",
        Make = """
            create table if not exists dataflux_writer (
              migration varchar(191) character set utf8mb4 collate utf8mb4_bin not null primary key, epoch bigint not null,
              owner varchar(255) not null, since datetime(6) not null default current_timestamp(6)) engine = InnoDB
              comment = 'Which process of dataflux may write a migration: the one that raised its epoch last'
            """,
        Owner = "select owner from dataflux_writer where migration = ?",
        Raise = """
            insert into dataflux_writer (migration, epoch, owner) values (?, 1, ?)
            on duplicate key update epoch = epoch + 1, owner = values(owner), since = current_timestamp(6)
            """,
    };

    // Names of locks are the server's, and have 64 characters.
    private readonly string _lock = string.Concat(
        "dataflux ",
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{database.Name}\0{migration}"))).AsSpan(0, 40));

    private readonly string _migration = migration;
    private long _session;

    /// <summary>Who may write; the row is locked until the transaction ends, and raising the epoch waits for that.</summary>
    internal Task<string?> CheckAsync(DbConnection connection, CancellationToken cancellation) => IsMarked
        ? connection.AskAsync<string?>(
            "select owner from dataflux_writer where migration = ? lock in share mode", cancellation, _migration)
        : connection.AskAsync<string?>(
            "select case when is_used_lock(?) <=> ? then null else 'lost' end", cancellation, _lock, _session);

    private protected override string HowToMark => "grant create on the database to …";

    private protected override async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        try
        {
            await connection.RunAsync("set session wait_timeout = 2147483, lock_wait_timeout = 10", cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private protected override async Task<bool> TryLockAsync(DbConnection connection, CancellationToken cancellation)
    {
        if (!await connection.AskAsync<bool>("select coalesce(get_lock(?, 0), 0)", cancellation, _lock))
            return false;
        _session = await connection.AskAsync<long>("select connection_id()", cancellation);
        return true;
    }

    private protected override Task<string?> HolderAsync(DbConnection connection, CancellationToken cancellation) =>
        connection.AskAsync<string?>("select concat('session ', is_used_lock(?))", cancellation, _lock);

    private protected override Task HoldUnmarkedAsync(DbConnection connection, CancellationToken cancellation) => Task.CompletedTask;

    private protected override async Task ReleaseAsync(DbConnection connection)
    {
        if (connection.State == ConnectionState.Open)
        {
            try
            {
                await connection.RunAsync("do release_lock(?)", CancellationToken.None, _lock);
            }
            catch (MySqlException)
            {
                // The connection is gone, and the lock with it.
            }
        }

        await connection.DisposeAsync();
    }

    private protected override Failure Classify(Exception exception) => MySqlFailures.Classify(exception);

    private protected override bool IsDenied(DbException exception) =>
        exception is MySqlException && (int)((MySqlException)exception).ErrorCode is 1044 or 1142 or 1143;

    private protected override void FoundReadOnly(DbException exception)
    {
        if (MySqlFailuresByNumber.IsReadOnly(MySqlFailures.Classify(exception).Code))
            database.ClearPool();
    }
}
