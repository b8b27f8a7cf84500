using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Rehearsing;

/// <summary>Reads the rows that records are about, by the records' keys. Never on the path of a migration.</summary>
internal sealed class RowFinder(NpgsqlConnection connection, BindingCache bindings, CopyBuffer buffer, CancellationToken cancellation)
{
    private const string Staging = "dataflux_keys";

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

    private static System.Reflection.MethodInfo Finder { get; } = typeof(RowFinder)
        .GetMethod(nameof(FindTypedAsync), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;

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

    private async Task FindTypedAsync<TRecord>(IReadOnlyList<object> records, List<int> indexes, TableBinding key, RowImage?[] found)
    {
        await RunAsync(StagingTable.CreateSql(Staging, key.Columns));
        var encoder = new RowEncoder<TRecord>(key);
        buffer.Length = 0;
        buffer.WriteHeader();
        foreach (var index in indexes)
        {
            try
            {
                encoder.Write(buffer, (TRecord)records[index], index);
            }
            catch (RowValueException)
            {
                // No row can have such a key.
            }
        }

        buffer.WriteTrailer();
        await using (var copy = await connection.BeginRawBinaryCopyAsync(StagingTable.CopySql(Staging), cancellation))
            await copy.WriteAsync(buffer.Written, cancellation);

        await ReadAsync(key, found);
        await RunAsync($"drop table {StagingTable.SqlOf(Staging)}");
    }

    private async Task ReadAsync(TableBinding key, RowImage?[] found)
    {
        var number = Identifier.Quote(StagingTable.Number);
        var names = key.Columns.Select(column => Identifier.Quote(column.Name)).ToList();
        var shown = key.Table.Columns.Where(column => !column.Denied.Contains("SELECT")).Select(column => column.Name).ToList();
        await RunAsync("set local enable_seqscan = off");
        var sql = $"""
            select k.{number}, t.ctid is not null, {string.Join(", ", names.Select(name => $"k.{name}::text").Concat(shown.Select(name => $"t.{Identifier.Quote(name)}::text")))}
              from (select {number}, {StagingTable.Staged(key.Columns)} from {StagingTable.SqlOf(Staging)}) as k
              left join {(key.Table.HasHeirs ? "only " : "")}{Identifier.Quote(key.Table.Schema, key.Table.Name)} as t on {SameKeySql.Of("t", "k", key.Columns, column => column.MayBeNull)}
            """;
        await using (var command = new NpgsqlCommand(sql, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                var text = key.Columns.Select((column, i) => $"{column.Name} = {Text(reader, i + 2) ?? "null"}");
                var columns = shown.Select((name, i) => KeyValuePair.Create(name, Text(reader, i + 2 + names.Count)));
                found[reader.GetInt32(0)] = new RowImage(
                    key.Mapping.TableText, string.Join(", ", text), reader.GetBoolean(1) ? [.. columns] : null);
            }
        }

        await RunAsync("set local enable_seqscan to default");
    }

    private static string? Text(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    private Task<int> RunAsync(string sql) => connection.RunAsync(sql, cancellation);
}
