using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Sessions;

/// <summary>
/// The last statement of each transaction, right before its commit. It fails where the transaction is broken (the server answers a commit
/// with a rollback then, and with no error), and says whether this process may still write, and whether the tables are still what they were
/// bound as.
/// </summary>
/// <param name="connection">The connection; lives as long.</param>
/// <param name="shapes">The tables.</param>
/// <param name="claim">Which process may write; <see langword="null"/>: whichever does.</param>
internal sealed class CommitGuard(NpgsqlConnection connection, TableShapes shapes, WriterClaim? claim) : IAsyncDisposable
{
    // The tables' names are part of the statements: one without parameters is planned once and for all.
    private NpgsqlCommand? _ofWriter;
    private NpgsqlCommand? _ofTables;
    private string[] _tables = [];

    /// <summary>Checks the open transaction.</summary>
    /// <param name="relies">Whether the transaction relies on what the tables look like.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="PostgresException">It is broken, and cannot be committed.</exception>
    /// <exception cref="TargetException">It must not be committed.</exception>
    internal async Task CheckAsync(bool relies, CancellationToken cancellation)
    {
        var known = relies ? shapes.Current : TableShapes.Known.None;
        var (wrote, writer, hash) = await AskAsync(known, cancellation);
        if (wrote)
            claim?.RefuseOther(writer);
        await shapes.CompareAsync(known, hash, connection, cancellation);
    }

    /// <summary>Names the other process that wrote, if one did, in an open transaction that found something not as it was left.</summary>
    /// <exception cref="TargetException">One did.</exception>
    internal async Task RefuseOtherAsync(CancellationToken cancellation)
    {
        try
        {
            var (wrote, writer, _) = await AskAsync(TableShapes.Known.None, cancellation);
            if (wrote && claim?.IsOther(writer) == true)
                claim.RefuseOther(writer);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            // What was missing has broken the transaction, and it answers nothing any more.
        }
    }

    /// <summary>Gives the prepared statements back.</summary>
    public async ValueTask DisposeAsync()
    {
        await (_ofWriter?.DisposeAsync() ?? default);
        await (_ofTables?.DisposeAsync() ?? default);
    }

    private async Task<(bool Wrote, string? Writer, string? Hash)> AskAsync(TableShapes.Known known, CancellationToken cancellation)
    {
        var command = CommandFor(known.Names);

        // Does nothing when the statement is prepared already.
        await command.PrepareAsync(cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetBoolean(0), Text(reader, 1), Text(reader, 2));
    }

    private NpgsqlCommand CommandFor(string[] tables)
    {
        if (tables.Length == 0)
            return _ofWriter ??= Command(tables);

        // Other tables come with the first of their records, a few times in a run.
        if (_ofTables is null || _tables != tables)
            (_ofTables, _tables) = (Command(tables), tables);
        return _ofTables;
    }

    private NpgsqlCommand Command(string[] tables) =>
        new($"select pg_current_xact_id_if_assigned() is not null, {claim?.Check ?? "null::text"}, {ShapeSql.Hash(tables)}", connection);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
