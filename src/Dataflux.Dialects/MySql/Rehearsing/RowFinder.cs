using Dataflux.Dialects.MySql.Binding;
using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.MySql.Sessions;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Rehearsing;

/// <summary>Reads the rows that records are about, by the records' keys. Never on the path of a migration.</summary>
internal sealed class RowFinder(SessionConnection connection, MySqlBindings bindings, CancellationToken cancellation)
{
    private const string Staging = "dataflux_keys";

    private static System.Reflection.MethodInfo Finder { get; } = typeof(RowFinder)
        .GetMethod(nameof(FindTypedAsync), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;

    /// <summary>The rows, one for each record.</summary>
    internal async Task<IReadOnlyList<RowImage?>> FindAsync(IReadOnlyList<object> records, bool areKeys)
    {
        var found = new RowImage?[records.Count];
        foreach (var same in Enumerable.Range(0, records.Count).GroupBy(i => records[i].GetType()))
        {
            if (await BindAsync(same.Key, areKeys) is { } key)
                await (Task)Finder.MakeGenericMethod(same.Key).Invoke(this, [records, same.ToList(), key, found])!;
        }

        return found;
    }

    /// <summary>The table with the key's columns alone; <see langword="null"/> when the record does not say enough.</summary>
    private async Task<TableBinding?> BindAsync(Type type, bool areKeys)
    {
        try
        {
            var binding = areKeys
                ? await bindings.GetKeyAsync(type, connection.Database, cancellation)
                : await bindings.GetBindingAsync(type, connection.Database, cancellation);
            var names = binding.Key.Count > 0
                ? binding.Key
                : binding.Table.UniqueKeys.FirstOrDefault(key => key.Columns.All(name => binding.Column(name) is not null))?.Columns ?? [];
            return names.Count == 0 ? null : binding with { Columns = [.. names.Select(name => binding.Column(name)!)] };
        }
        catch (TargetException)
        {
            // The profile's own upsert writes it, and only that knows where.
            return null;
        }
    }

    private async Task FindTypedAsync<TRecord>(IReadOnlyList<object> records, List<int> indexes, TableBinding key, RowImage?[] found)
    {
        var encoder = new RowEncoder<TRecord>(key);
        var sender = connection.Sender;
        await sender.RunAsync(StagingTable.Make(Staging, key.Columns, made: []), cancellation);
        var buffer = sender.Begin();
        foreach (var index in indexes)
        {
            try
            {
                encoder.Write(buffer, (TRecord)records[index], index);
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
            await sender.SendAsync(Backtick.Quote(Staging), key.Columns, [StagingTable.Number], cancellation);
        }
        catch (Exception e) when (e is ServerWarningException or MySqlException { ErrorCode: MySqlErrorCode.DataTooLong })
        {
            return; // one of the keys does not fit its column; the batch that is tried names it
        }

        await ReadAsync(key, found);
    }

    private Task ReadAsync(TableBinding key, RowImage?[] found)
    {
        var number = $"k.{Backtick.Quote(StagingTable.Number)}";
        var keys = key.Columns
            .Select(static column => ((MySqlType)column.Catalog.Type).TextOf($"k.{Backtick.Quote(column.Name)}")).ToList();
        var shown = key.Table.Columns.Where(static column => !column.Denied.Contains("SELECT")).ToList();
        var texts = shown.Select(static column => ((MySqlType)column.Type).TextOf($"t.{Backtick.Quote(column.Name)}"));
        var same = KeySql.Same("t", "k", key.Columns, static column => column.MayBeNull);
        var isThere = $"t.{Backtick.Quote(key.Columns[0].Name)} is not null";
        return connection.Sender.ReadAsync(
            $"select {number}, {isThere}, {string.Join(", ", keys.Concat(texts))} from {Backtick.Quote(Staging)} as k "
            + $"left join {key.Flavour.Quote(key.Table)} as t on {same}",
            row =>
            {
                var text = key.Columns.Select((column, i) => $"{column.Name} = {Text(row, i + 2) ?? "null"}");
                var columns = shown.Select((column, i) => KeyValuePair.Create(column.Name, Text(row, i + 2 + keys.Count)));
                found[row.GetInt32(0)] = new(key.Mapping.TableText, string.Join(", ", text), row.GetBoolean(1) ? [.. columns] : null);
            },
            cancellation);
    }

    private static string? Text(MySqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
}
