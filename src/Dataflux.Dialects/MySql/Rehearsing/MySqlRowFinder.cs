using Dataflux.Dialects.MySql.Binding;
using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.MySql.Sessions;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Rehearsing;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Rehearsing;

/// <summary>Reads rows of MySQL, each column as the text that is compared.</summary>
/// <param name="connection">The connection.</param>
/// <param name="bindings">The tables that records go into.</param>
/// <param name="cancellation">Stops the calls.</param>
internal sealed class MySqlRowFinder(SessionConnection connection, MySqlBindings bindings, CancellationToken cancellation)
    : RowFinder(connection.Database, bindings, cancellation)
{
    private protected override async Task FindAsync<TRecord>(KeyedRecords records)
    {
        var key = records.Key;
        var encoder = new RowEncoder<TRecord>(key);
        var sender = connection.Sender;
        await sender.RunAsync(StagingTable.Make(Staging, key.Columns, made: []), Cancellation);
        var buffer = sender.Begin();
        foreach (var index in records.Indexes)
        {
            try
            {
                encoder.Write(buffer, (TRecord)records.All[index], index);
                sender.Added();
            }
            catch (RowValueException)
            {
                // No row can have such a key.
            }
        }

        if (sender.Waiting == 0)
            return;
        try
        {
            await sender.SendAsync(Backtick.Quote(Staging), key.Columns, [StagingTable.Number], Cancellation);
        }
        catch (Exception e) when (e is ServerWarningException or MySqlException { ErrorCode: MySqlErrorCode.DataTooLong })
        {
            return; // one of the keys does not fit its column; the batch that is tried names it
        }

        await ReadAsync(records);
    }

    private Task ReadAsync(KeyedRecords records)
    {
        var key = records.Key;
        var number = $"k.{Backtick.Quote(StagingTable.Number)}";
        var keys = key.Columns
            .Select(static column => ((MySqlType)column.Catalog.Type).TextOf($"k.{Backtick.Quote(column.Name)}")).ToList();
        var shown = key.Table.Columns.Where(static column => !column.Denied.Contains("SELECT")).ToList();
        var names = shown.Select(static column => column.Name).ToList();
        var texts = shown.Select(static column => ((MySqlType)column.Type).TextOf($"t.{Backtick.Quote(column.Name)}"));
        var same = KeySql.Same("t", "k", key.Columns, static column => column.MayBeNull);
        var isThere = $"t.{Backtick.Quote(key.Columns[0].Name)} is not null";
        return connection.Sender.ReadAsync(
            $"select {number}, {isThere}, {string.Join(", ", keys.Concat(texts))} from {Backtick.Quote(Staging)} as k "
            + $"left join {key.Flavour.Quote(key.Table)} as t on {same}",
            row => Take(row, records, names),
            Cancellation);
    }
}
