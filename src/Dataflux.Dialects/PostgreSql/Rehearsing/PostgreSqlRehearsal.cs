using System.Data;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Engine;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Rehearsing;

/// <summary>
/// A rehearsal over a connection of its own. Two things keep a profile's own SQL from writing for good: a temporary table that
/// breaks a deferred constraint, so that a <c>commit</c> fails and rolls back, and a session that is read-only outside of this one
/// transaction, so that nothing can be written after a <c>rollback</c>.
/// </summary>
internal sealed class PostgreSqlRehearsal : IRehearsal
{
    // A rehearsal is no reason to make a running migration wait, or to wait for it for long.
    private const string Settings = $"{PostgreSqlSession.Settings}; set default_transaction_read_only = on; set lock_timeout = '5s'";
    private const string Begin = "set transaction read write";

    private const string Barrier = """
        create temp table "dataflux rehearsal" (n integer unique deferrable initially deferred) on commit drop;
        insert into pg_temp."dataflux rehearsal" values (1), (1)
        """;

    private const string Identity = "select pg_current_xact_id()::text";

    private const string Staging = """
        select 'drop table ' || string_agg('pg_temp.' || quote_ident(relname), ', ') from pg_catalog.pg_class
         where relnamespace = pg_my_temp_schema() and relkind = 'r' and relname ~ '^dataflux_[0-9]+$'
        """;

    private const string Changes = """
        select case when pg_catalog.pg_table_is_visible(relid) then relname::text else schemaname || '.' || relname end,
               n_tup_ins, n_tup_upd, n_tup_del
          from pg_catalog.pg_stat_xact_user_tables
         where n_tup_ins + n_tup_upd + n_tup_del > 0 and schemaname !~ '^pg_temp'
         order by 1
        """;

    private readonly SessionConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly string _identity;
    private readonly BindingCache _bindings = new();

    private PostgreSqlRehearsal(SessionConnection connection, NpgsqlTransaction transaction, string identity) =>
        (_connection, _transaction, _identity) = (connection, transaction, identity);

    internal static async Task<IRehearsal> BeginAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var npgsql = await source.OpenConnectionAsync(cancellation);
        try
        {
            await RunAsync(npgsql, Settings, cancellation);
            var transaction = await npgsql.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
            await RunAsync(npgsql, Begin, cancellation);
            await RaiseBarrierAsync(npgsql, cancellation);
            return new PostgreSqlRehearsal(new SessionConnection(npgsql, isFirst: false) { Transaction = 1 }, transaction, await TextAsync(npgsql, Identity, cancellation) ?? "");
        }
        catch
        {
            await npgsql.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) =>
        _bindings.PrepareAsync(_connection.Npgsql, recordTypes, cancellation);

    /// <inheritdoc/>
    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) =>
        _bindings.PrepareDeletesAsync(_connection.Npgsql, keyTypes, cancellation);

    /// <inheritdoc/>
    public Task StepAsync(Func<ITarget, Task> step, CancellationToken cancellation) => InSavepointAsync(
        async () =>
        {
            var target = new SqlTarget(_connection, _bindings, cancellation);
            try
            {
                await step(target);
            }
            finally
            {
                target.Close();
            }

            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public Task PlanAsync(Func<ITarget, Task> step, CancellationToken cancellation) => InSavepointAsync(
        async () =>
        {
            await step(new PlannedTarget(_connection.Npgsql, _bindings, cancellation));
            return false;
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RowImage?>> RowsAsync(IReadOnlyList<object> records, bool areKeys, CancellationToken cancellation)
    {
        IReadOnlyList<RowImage?> rows = [];
        await InSavepointAsync(
            async () =>
            {
                rows = await new RowFinder(_connection.Npgsql, _bindings, _connection.Buffer, cancellation).FindAsync(records, areKeys);
                return false;
            },
            cancellation);
        return rows;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableChange>> ChangesAsync(CancellationToken cancellation)
    {
        var changes = new List<TableChange>();
        await using var command = new NpgsqlCommand(Changes, _connection.Npgsql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            changes.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        return changes;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync();
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    // Keeps what the work did when it says so, and takes it back otherwise.
    private async Task InSavepointAsync(Func<Task<bool>> work, CancellationToken cancellation)
    {
        const string Name = "dataflux_step";
        await _transaction.SaveAsync(Name, cancellation);
        bool isKept;
        try
        {
            isKept = await work();
        }
        catch (Exception e)
        {
            await TakeBackAsync(Name, e, cancellation);
            throw;
        }

        if (!isKept)
        {
            await TakeBackAsync(Name, cause: null, cancellation);
            return;
        }

        await EnsureOpenAsync(cancellation);
        await _transaction.ReleaseAsync(Name, cancellation);
    }

    private async Task TakeBackAsync(string savepoint, Exception? cause, CancellationToken cancellation)
    {
        try
        {
            await _transaction.RollbackAsync(savepoint, cancellation);
        }
        catch (Exception e) when (e is PostgresException or InvalidOperationException)
        {
            throw Ended(cause ?? e);
        }

        // Staging tables that an earlier step had made are still there, those of this one are not: all are made anew.
        if (await TextAsync(_connection.Npgsql, Staging, cancellation) is { } drop)
            await RunAsync(_connection.Npgsql, drop, cancellation);
        _connection.Forget();
    }

    private async Task EnsureOpenAsync(CancellationToken cancellation)
    {
        if (await TextAsync(_connection.Npgsql, Identity, cancellation) != _identity)
            throw Ended(cause: null);
    }

    private static TargetException Ended(Exception? cause) => new(
        "the profile's own SQL ended the transaction ('commit' or 'rollback'); nothing was written. Take that out of the script: every batch has a transaction of its own, "
        + "which is committed when upsert returns", cause);

    private static async Task RaiseBarrierAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            await RunAsync(connection, Barrier, cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            const string Message = "no TEMPORARY permission on the database, which staging tables need; run as its owner: grant temporary on database … to …";
            throw new TargetException(Message, e) { Findings = [new(null, null, Message)] };
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<string?> TextAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation) as string;
    }
}
