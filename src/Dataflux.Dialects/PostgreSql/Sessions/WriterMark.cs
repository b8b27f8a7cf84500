using System.Globalization;
using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Sessions;

/// <summary>
/// A migration's row in the table <c>dataflux.writer</c>: its epoch, and by whom it was raised. It stays when the lock is lost, so that
/// whoever had the lock once learns that another process had it since.
/// </summary>
/// <param name="migration">The migration's name.</param>
internal sealed class WriterMark(string migration)
{
    private const string Find = "select to_regnamespace('dataflux') is not null, to_regclass('dataflux.writer') is not null";

    // Two migrations that make the table at the same moment would fail over each other without the lock.
    private const string MakeSchema = "create schema if not exists dataflux; ";

    private const string MakeTable = """
        create table if not exists dataflux.writer (
          migration text collate "C" primary key, epoch bigint not null, owner text not null, since timestamptz not null default now());
        comment on table dataflux.writer is 'Which process of dataflux may write a migration: the one that raised its epoch last'
        """;

    private const string Raise = """
        insert into dataflux.writer as w (migration, epoch, owner) values ($1, 1, $2)
        on conflict (migration) do update set epoch = w.epoch + 1, owner = excluded.owner, since = now()
        """;

    private bool _isRaised;

    /// <summary>
    /// An expression: who raised the migration's epoch last. The row is locked until the transaction ends: raising it waits for that.
    /// </summary>
    internal string Read { get; } =
        $"(select w.owner from dataflux.writer w where w.migration = {Literal.Quote(migration)} and pg_current_xact_id_if_assigned() is "
            + "not null for share)";

    /// <summary>The migration.</summary>
    internal string Migration { get; } = migration;

    /// <summary>This process, as the row names it.</summary>
    internal string Owner { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName} {Environment.ProcessId} {Guid.NewGuid():N}");

    /// <summary>Who had raised the epoch before this process did; <see langword="null"/>: nobody.</summary>
    internal string? Before { get; private set; }

    /// <summary>
    /// Raises the epoch when the lock was taken for the first time, and looks whether it is still this process's otherwise.
    /// </summary>
    /// <param name="connection">The one with the lock.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>Whether no other process has raised it since this one did.</returns>
    internal async Task<bool> TakeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await MakeAsync(connection, cancellation);
        var owner = await OwnerAsync(connection, cancellation);
        if (owner == Owner)
            return _isRaised = true;

        // A target that has the row of before has forgotten that it was raised (a fail-over, say), and nobody else has raised it.
        if (_isRaised && owner != Before)
            return false;
        Before = owner;
        await connection.RunAsync(Raise, cancellation, Migration, Owner);
        return _isRaised = true;
    }

    private Task<string?> OwnerAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.AskAsync<string?>("select owner from dataflux.writer where migration = $1", cancellation, Migration);

    private static async Task MakeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        bool hasSchema, hasTable;
        await using (var find = new NpgsqlCommand(Find, connection))
        await using (var reader = await find.ExecuteReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            (hasSchema, hasTable) = (reader.GetBoolean(0), reader.GetBoolean(1));
        }

        if (hasTable)
            return;
        await connection.RunAsync(PostgreSqlFlavour.Alone + (hasSchema ? "" : MakeSchema) + MakeTable, cancellation);
    }
}
