using System.Data.Common;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Rehearsing;

/// <summary>Reads the rows that records are about, by the records' keys. Never on the path of a migration.</summary>
/// <param name="connection">The connection.</param>
/// <param name="bindings">The tables that records go into.</param>
/// <param name="cancellation">Stops the calls.</param>
internal abstract class RowFinder(DbConnection connection, TableBindings bindings, CancellationToken cancellation)
{
    /// <summary>The temporary table that keys are sent to.</summary>
    private protected const string Staging = "dataflux_keys";

    private static readonly System.Reflection.MethodInfo Finder = typeof(RowFinder).GetMethod(
        nameof(FindAsync), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic, [typeof(KeyedRecords)])!;

    private protected CancellationToken Cancellation => cancellation;

    /// <summary>The rows, one for each record.</summary>
    internal async Task<IReadOnlyList<RowImage?>> FindAsync(IReadOnlyList<object> records, bool areKeys)
    {
        var found = new RowImage?[records.Count];
        foreach (var same in Enumerable.Range(0, records.Count).GroupBy(i => records[i].GetType()))
        {
            if (await BindAsync(same.Key, areKeys) is { } key)
                await (Task)Finder.MakeGenericMethod(same.Key).Invoke(this, [new KeyedRecords(records, [.. same], key, found)])!;
        }

        return found;
    }

    /// <summary>Sends the keys of records of one type to the server, and takes the rows that it gives for them.</summary>
    private protected abstract Task FindAsync<TRecord>(KeyedRecords records);

    /// <summary>
    /// Takes a row: the record's index, whether the table has its row, the key as text, and the columns that are shown, as text.
    /// </summary>
    private protected static void Take(DbDataReader row, KeyedRecords records, IReadOnlyList<string> shown)
    {
        var key = records.Key;
        var text = key.Columns.Select((column, i) => $"{column.Name} = {Text(row, i + 2) ?? "null"}");
        var columns = shown.Select((name, i) => KeyValuePair.Create(name, Text(row, i + 2 + key.Columns.Count)));
        records.Found[row.GetInt32(0)] = new(key.Mapping.TableText, string.Join(", ", text), row.GetBoolean(1) ? [.. columns] : null);
    }

    /// <summary>The table with the key's columns alone; <see langword="null"/> when the record does not say enough.</summary>
    private async Task<TableBinding?> BindAsync(Type type, bool areKeys)
    {
        try
        {
            var binding = areKeys
                ? await bindings.GetKeyAsync(type, connection, cancellation)
                : await bindings.GetBindingAsync(type, connection, cancellation);
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

    private static string? Text(DbDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
}
