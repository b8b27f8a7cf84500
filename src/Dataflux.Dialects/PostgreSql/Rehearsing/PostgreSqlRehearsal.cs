using System.Data;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.PostgreSql.Scripts;
using Dataflux.Dialects.PostgreSql.Sessions;
using Dataflux.Dialects.PostgreSql.Undoing;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Rehearsing;

/// <summary>
/// A rehearsal over a connection of its own. Three things keep a profile's own SQL from writing for good: statements that end the
/// transaction are not sent (<see cref="TransactionControl"/>); a temporary table breaks a deferred constraint, so that any commit fails
/// and rolls back; and the session is read-only outside of this one transaction.
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

    // A constraint that is checked at the commit would fail there.
    private const string CommitChecks = "delete from pg_temp.\"dataflux rehearsal\"; set constraints all immediate";

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
    private readonly ServerState _state;
    private readonly BindingCache _bindings = new();
    private string _identity = "";
    private IReadOnlyList<TableChange> _before = [];

    private PostgreSqlRehearsal(SessionConnection connection, NpgsqlTransaction transaction, ServerState state) =>
        (_connection, _transaction, _state) = (connection, transaction, state);

    internal static async Task<IRehearsal> BeginAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var npgsql = await source.OpenConnectionAsync(cancellation);
        try
        {
            var state = await ServerState.ReadAsync(npgsql, cancellation);
            state.ThrowIfItCannotBeTried();
            await npgsql.RunAsync(Settings, cancellation);
            var transaction = await npgsql.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
            await npgsql.RunAsync(Begin, cancellation);
            await RaiseBarrierAsync(npgsql, state, cancellation);
            return new PostgreSqlRehearsal(new SessionConnection(npgsql, isFirst: false) { Transaction = 1 }, transaction, state)
            {
                _identity = await npgsql.AskAsync<string?>(Identity, cancellation) ?? "",
                _before = await CountsAsync(npgsql, cancellation),
            };
        }
        catch
        {
            await npgsql.DisposeAsync();
            throw;
        }
    }

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) =>
        _bindings.PrepareAsync(_connection.Npgsql, recordTypes, cancellation);

    public IReadOnlyList<string> Notes => [.. _bindings.References, .. _state.Notes];

    public IReadOnlyList<TargetFinding> Findings => [.. new[] { _state.ReadOnly }.OfType<TargetFinding>(), .. _bindings.Cautions];

    public async Task<UndoOutlook> UndoAsync(CancellationToken cancellation)
    {
        var coverage = await UndoCoverage.OfAsync(_connection.Npgsql, _bindings, cancellation);
        return new([.. coverage.Covered, .. coverage.Uncovered], coverage.Refusals);
    }

    public Task<IReadOnlyList<TableOutlook>> TablesAsync(CancellationToken cancellation) =>
        TableOutlooks.ReadAsync(_connection.Npgsql, _bindings.Tables, cancellation);

    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) =>
        _bindings.PrepareDeletesAsync(_connection.Npgsql, keyTypes, cancellation);

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

            target.ThrowIfItRefused();
            if (await _connection.Npgsql.AskAsync<string?>(Identity, cancellation) != _identity)
                throw TransactionControl.Refusal();
            await CheckConstraintsAsync(cancellation);
            return true;
        },
        cancellation);

    public Task PlanAsync(Func<ITarget, Task> step, CancellationToken cancellation) => InSavepointAsync(
        async () =>
        {
            await step(new PostgreSqlPlannedTarget(_connection.Npgsql, _bindings, cancellation));
            return false;
        },
        cancellation);

    public async Task<IReadOnlyList<RowImage?>> RowsAsync(IReadOnlyList<object> records, bool areKeys, CancellationToken cancellation)
    {
        IReadOnlyList<RowImage?> rows = [];
        await InSavepointAsync(
            async () =>
            {
                rows = await new PostgreSqlRowFinder(_connection.Npgsql, _bindings, _connection.Buffer, cancellation)
                    .FindAsync(records, areKeys);
                return false;
            },
            cancellation);
        return rows;
    }

    public async Task<IReadOnlyList<TableChange>> ChangesAsync(CancellationToken cancellation)
    {
        var changes = new List<TableChange>();
        foreach (var (table, inserted, updated, deleted) in await CountsAsync(_connection.Npgsql, cancellation))
        {
            var old = _before.FirstOrDefault(count => count.Table == table) ?? new(table, 0, 0, 0);
            var change = new TableChange(table, inserted - old.Inserted, updated - old.Updated, deleted - old.Deleted);
            if (change != new TableChange(table, 0, 0, 0))
                changes.Add(change);
        }

        return changes;
    }

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
            throw TransactionControl.Refusal(cause ?? e);
        }

        // Staging tables that an earlier step had made are still there, those of this one are not: all are made again.
        if (await _connection.Npgsql.AskAsync<string?>(Staging, cancellation) is { } drop)
            await _connection.Npgsql.RunAsync(drop, cancellation);
        _connection.Forget();
    }

    // Taken back at once, so that the barrier stands again, and what was deferred is deferred.
    private async Task CheckConstraintsAsync(CancellationToken cancellation)
    {
        const string Name = "dataflux_constraints";
        await _transaction.SaveAsync(Name, cancellation);
        await _connection.Npgsql.RunAsync(CommitChecks, cancellation);
        await _transaction.RollbackAsync(Name, cancellation);
    }

    // Of the connection's earlier transactions too, as far as the server has not added them up yet; it does not while one is open.
    private static async Task<List<TableChange>> CountsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var counts = new List<TableChange>();
        await using var command = new NpgsqlCommand(Changes, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            counts.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        return counts;
    }

    private static async Task RaiseBarrierAsync(NpgsqlConnection connection, ServerState state, CancellationToken cancellation)
    {
        try
        {
            await connection.RunAsync(Barrier, cancellation);
        }
        catch (PostgresException e)
        {
            throw state.NoStaging(e);
        }
    }
}
