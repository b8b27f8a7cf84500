using System.Data.Common;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.MySql.Rehearsing;

/// <summary>Reads what stands in the way of writing to tables: indexes, triggers, foreign keys.</summary>
internal static class TableOutlooks
{
    private const string Size =
        "select table_rows, data_length + index_length from information_schema.tables where table_schema = ? and table_name = ?";

    private const string Indexes = """
        select index_name, lower(index_type), min(non_unique) from information_schema.statistics
        where table_schema = ? and table_name = ? group by index_name, index_type order by index_name
        """;

    private const string Triggers = """
        select concat(trigger_name, ': ', action_timing, ' ', event_manipulation) from information_schema.triggers
        where event_object_schema = ? and event_object_table = ? order by trigger_name
        """;

    /// <summary>Reads them of each table, in the order they are given.</summary>
    internal static async Task<IReadOnlyList<TableOutlook>> ReadAsync(
        DbConnection connection, IEnumerable<CatalogTable> tables, CancellationToken cancellation)
    {
        var outlooks = new List<TableOutlook>();
        foreach (var table in tables.DistinctBy(static table => table.NameText).ToList())
        {
            var sizes = await ReadAsync(connection, Size, table, static row => (Rows: Number(row, 0), Bytes: Number(row, 1)), cancellation);
            outlooks.Add(new(table.NameText)
            {
                Rows = sizes.Select(static size => size.Rows).FirstOrDefault(),
                Bytes = sizes.Select(static size => size.Bytes).FirstOrDefault() ?? 0,
                Indexes = await ReadAsync(
                    connection, Indexes, table,
                    static row => new IndexOutlook(row.GetString(0), row.GetString(1), Number(row, 2) == 0, Bytes: 0), cancellation),
                Triggers = await ReadAsync(connection, Triggers, table, static row => row.GetString(0), cancellation),
                ForeignKeys = [.. table.ForeignKeys.Select(key => $"{key.Name}: {table.NameText} refers to {key.TableText}")],
            });
        }

        return outlooks;
    }

    private static long? Number(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : Convert.ToInt64(row.GetValue(column), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(
        DbConnection connection, string sql, CatalogTable table, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await using var command = connection.CommandFor(sql, table.Schema, table.Name);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }
}
