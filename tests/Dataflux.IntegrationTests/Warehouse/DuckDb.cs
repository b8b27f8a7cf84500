using System.Text.Json.Nodes;
using DuckDB.NET.Data;

namespace Dataflux.IntegrationTests.Warehouse;

/// <summary>Reads files by DuckDB, which shares no code with what writes them; and only those that the manifest names.</summary>
internal static class DuckDb
{
    /// <summary>The rows of a query; all values as text, in the form that DuckDB gives them.</summary>
    internal static List<string?[]> Rows(string sql, params string[] before)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        foreach (var statement in before.Prepend("SET TimeZone = 'UTC'"))
        {
            using var first = connection.CreateCommand();
            first.CommandText = statement;
            first.ExecuteNonQuery();
        }

        using var command = connection.CreateCommand();
        command.CommandText = $"select columns(*)::varchar from ({sql})";
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
        {
            var row = new string?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : reader.GetString(i);

            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The files of a table that a target's manifest names, as a source of rows; <see langword="null"/>: it names none.</summary>
    internal static string? Table(string folder, string table)
    {
        var path = Path.Combine(folder, "_manifest.json");
        if (!File.Exists(path))
            return null;

        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        var files = manifest["tables"]!.AsArray().Where(one => (string)one!["name"]! == table)
            .SelectMany(one => one!["files"]!.AsArray().Select(file => $"'{Path.Combine(folder, (string)file!["path"]!)}'")).ToList();
        return files.Count == 0 ? null : ((string)manifest["format"]!) switch
        {
            "parquet" => $"read_parquet([{string.Join(", ", files)}])",
            "ndjson" => $"read_json([{string.Join(", ", files)}], format = 'newline_delimited', maximum_object_size = 33554432, columns = "
                + $"{{_op: 'varchar', _written_at: 'timestamptz', _seq: 'bigint', {ColumnsOf(manifest, table)}}})",
            _ => $"read_csv([{string.Join(", ", files)}], header = true, quote = '\"', escape = '\"', max_line_size = 33554432, "
                + "all_varchar = true, allow_quoted_nulls = false)",
        };
    }

    private static string ColumnsOf(JsonNode manifest, string table) => string.Join(", ", manifest["tables"]!.AsArray()
        .Single(one => (string)one!["name"]! == table)!["columns"]!.AsArray()
        .Select(static column => $"\"{column!["name"]}\": '{(string)column["type"]! switch
        {
            "timestamp" => "timestamptz",
            "text" => "varchar",
            "int32" => "integer",
            "int64" => "bigint",
            "bytes" => "varchar",
            var same => same,
        }}'"));

    /// <summary>The last state of each key.</summary>
    internal static string Latest(string table, string key) =>
        $"(select * from (select *, row_number() over (partition by {key} order by _seq::bigint desc) as _n from {table}) "
        + "where _n = 1 and _op <> 'delete')";
}
