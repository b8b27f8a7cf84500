using System.Data;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>
/// A snapshot that several connections read, as long as this object lives. One connection holds the locks, and took them before another
/// took the snapshot: so nothing that no snapshot shows as it was came between.
/// </summary>
internal sealed class HeldSnapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection _locks;
    private readonly NpgsqlConnection _snapshot;

    private string _id = "";

    private HeldSnapshot(NpgsqlConnection locks, NpgsqlConnection snapshot, int number) =>
        (_locks, _snapshot, Number) = (locks, snapshot, number);

    /// <summary>Which of the process's snapshots it is.</summary>
    internal int Number { get; }

    /// <summary>What tells it from all others.</summary>
    internal string Name => $"{Time:O} {_id}";

    /// <summary>The moment it shows.</summary>
    internal DateTimeOffset Time { get; private set; }

    /// <summary>The tables, as they are locked.</summary>
    internal IReadOnlyList<Relation> Relations { get; private set; } = [];

    /// <summary>What the user should know of them.</summary>
    internal IReadOnlyList<string> Notices { get; private set; } = [];

    /// <summary>A connection that sees it; not for others while it is used.</summary>
    internal NpgsqlConnection Connection => _snapshot;

    /// <summary>Locks the tables, and takes a snapshot or enters the one that was exported.</summary>
    internal static async Task<HeldSnapshot> TakeAsync(
        PostgreSqlDatabase database, SourceOptions options, int number, Func<CancellationToken, Task<string?>>? exported,
        CancellationToken cancellation)
    {
        var locks = await database.ConnectAsync(cancellation);
        HeldSnapshot? held = null;
        try
        {
            held = new(locks, await database.ConnectAsync(cancellation), number);
            await held.TakeAsync(options, exported, cancellation);
            return held;
        }
        catch
        {
            await (held?.DisposeAsync() ?? locks.DisposeAsync());
            throw;
        }
    }

    /// <summary>Whether it can still be read.</summary>
    internal async Task<bool> IsThereAsync(CancellationToken cancellation)
    {
        try
        {
            await _snapshot.RunAsync("select 1", cancellation);
            await _locks.RunAsync("select 1", cancellation);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Begins a transaction of another connection that sees it.</summary>
    internal Task EnterAsync(NpgsqlConnection connection, CancellationToken cancellation) => connection.RunAsync(
        $"begin isolation level repeatable read read only; set transaction snapshot '{_id}'; {SourceSql.Settings}", cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in new[] { _snapshot, _locks })
        {
            try
            {
                await connection.DisposeAsync();
            }
            catch (Exception e) when (e is NpgsqlException or IOException)
            {
                // It was lost before.
            }
        }
    }

    private async Task TakeAsync(
        SourceOptions options, Func<CancellationToken, Task<string?>>? exported, CancellationToken cancellation)
    {
        await _locks.RunAsync($"begin isolation level read committed read only; {SourceSql.Settings}", cancellation);
        var reader = new RelationReader(_locks, options);
        Relations = await reader.ReadAsync(cancellation);
        Notices = reader.Notices;
        var given = exported is null ? null : await exported(cancellation);
        await _snapshot.RunAsync(
            $"begin isolation level repeatable read read only; {(given is null ? "" : $"set transaction snapshot '{given}';")} "
                + SourceSql.Settings,
            cancellation);
        await using var command = new NpgsqlCommand("select pg_catalog.pg_export_snapshot(), pg_catalog.now()", _snapshot);
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellation);
        await row.ReadAsync(cancellation);
        _id = row.GetString(0);
        Time = await row.GetFieldValueAsync<DateTimeOffset>(1, cancellation);
    }
}
