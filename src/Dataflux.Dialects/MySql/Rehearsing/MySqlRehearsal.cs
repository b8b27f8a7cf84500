using System.Data.Common;
using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.MySql.Sessions;
using Dataflux.Dialects.MySql.Undoing;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Rehearsing;

/// <summary>
/// A rehearsal over a connection of its own: one transaction that is rolled back. What MySQL commits by itself is not sent
/// (<see cref="RehearsedTarget"/>), and the session is read-only outside of this one transaction.
/// </summary>
internal sealed class MySqlRehearsal : IRehearsal
{
    // A rehearsal is no reason to make a running migration wait, or to wait for it for long.
    private const string Settings =
        "set session innodb_lock_wait_timeout = 5, lock_wait_timeout = 5; set session transaction read only; start transaction read write";

    private const string Savepoint = "dataflux_step";
    private const int NoSavepoint = 1305;

    private readonly SessionConnection _connection;
    private readonly MySqlBindings _bindings = new();
    private readonly Dictionary<string, TableChange> _changes = new(StringComparer.Ordinal);
    private readonly List<TargetFinding> _refusals = [];

    private MySqlRehearsal(SessionConnection connection) => _connection = connection;

    public IReadOnlyList<string> Notes => _bindings.References;

    public IReadOnlyList<TargetFinding> Findings => [.. _bindings.BoundTypes.SelectMany(KeyCautions.Of)];

    private MySqlConnection Database => _connection.Database;

    internal static async Task<IRehearsal> BeginAsync(MySqlDatabase database, bool mayLoad, CancellationToken cancellation)
    {
        var (connection, sender) = await SessionOpening.OpenAsync(database, mayLoad, cancellation);
        try
        {
            await connection.RunAsync(Settings, cancellation);
            return new MySqlRehearsal(new(connection, sender, isFirst: false, claim: null) { Transaction = 1 });
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) =>
        _bindings.PrepareAsync(Database, recordTypes, cancellation);

    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) =>
        _bindings.PrepareDeletesAsync(Database, keyTypes, cancellation);

    public async Task<UndoOutlook> UndoAsync(CancellationToken cancellation)
    {
        var (covered, uncovered) = await UndoCoverage.OfAsync(Database, _bindings, cancellation);
        return new([.. covered, .. uncovered], _refusals);
    }

    public Task<IReadOnlyList<TableOutlook>> TablesAsync(CancellationToken cancellation) =>
        TableOutlooks.ReadAsync(Database, _bindings.Tables, cancellation);

    public Task StepAsync(Func<ITarget, Task> step, CancellationToken cancellation) => InSavepointAsync(
        async () =>
        {
            var target = new RehearsedTarget(_connection, _bindings, _changes, cancellation);
            try
            {
                await step(target);
            }
            finally
            {
                target.Close();
            }

            target.ThrowIfItRefused();
            return true;
        },
        cancellation);

    public Task PlanAsync(Func<ITarget, Task> step, CancellationToken cancellation) => InSavepointAsync(
        async () =>
        {
            await step(new MySqlPlannedTarget(Database, _bindings, _refusals, cancellation));
            return false;
        },
        cancellation);

    public Task<IReadOnlyList<RowImage?>> RowsAsync(IReadOnlyList<object> records, bool areKeys, CancellationToken cancellation) =>
        new MySqlRowFinder(_connection, _bindings, cancellation).FindAsync(records, areKeys);

    public Task<IReadOnlyList<TableChange>> ChangesAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<TableChange>>([.. _changes.Values]);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_connection.IsOpen)
                await Database.RunAsync("rollback", CancellationToken.None);
        }
        catch (DbException)
        {
            // The connection is gone, and the transaction with it.
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    // Keeps what the work did when it says so, and takes it back otherwise.
    private async Task InSavepointAsync(Func<Task<bool>> work, CancellationToken cancellation)
    {
        await Database.RunAsync($"savepoint {Savepoint}", cancellation);
        bool isKept;
        try
        {
            isKept = await work();
        }
        catch (Exception e)
        {
            await EndAsync($"rollback to savepoint {Savepoint}", e, cancellation);
            throw;
        }

        if (!isKept)
            await EndAsync($"rollback to savepoint {Savepoint}", cause: null, cancellation);
        await EndAsync($"release savepoint {Savepoint}", cause: null, cancellation);
    }

    private async Task EndAsync(string sql, Exception? cause, CancellationToken cancellation)
    {
        try
        {
            await Database.RunAsync(sql, cancellation);
        }
        catch (Exception e) when (e is MySqlException { Number: NoSavepoint } or InvalidOperationException)
        {
            throw new TargetException("the transaction of the rehearsal has ended, and nothing more can be tried", cause ?? e);
        }

        if (cause is not null)
            _connection.Forget();
    }
}
