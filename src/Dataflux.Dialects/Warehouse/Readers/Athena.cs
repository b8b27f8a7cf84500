using System.Text.RegularExpressions;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Warehouse.Options;

namespace Dataflux.Dialects.Warehouse.Readers;

/// <summary>
/// Amazon Athena, which reads files where they are. Facts: Athena User Guide, "Name databases, tables, and columns" (lower case, no special
/// character but the underscore, 255 characters) and "Data types in Amazon Athena" (decimals of 38 digits, timestamps of milliseconds).
/// </summary>
internal sealed partial class Athena : Reader
{
    private const string Rule = "names are of a to z, 0 to 9 and '_', 255 characters at most";

    internal override string Name => ReaderNames.Athena;

    internal override string Title => "Athena";

    internal override string TypeOf(FileType type) => type.Kind switch
    {
        ValueKind.Boolean => "boolean",
        ValueKind.Int32 => "int",
        ValueKind.Int64 => "bigint",
        ValueKind.Float => "float",
        ValueKind.Double => "double",
        ValueKind.Decimal => type.ToString(),
        ValueKind.Timestamp => "timestamp",
        ValueKind.Date => "date",
        ValueKind.Bytes => "binary",
        _ => "string",
    };

    internal override string Write(LoadedTable table)
    {
        string[] paths = [.. table.InPaths.Select(Column)];
        var rows = QuoteTable(table.Table.Name, "_rows");
        var columns = table.Table.Columns.Select(static column => column.Name).Append(MetaColumns.WrittenAt)
            .Concat(table.InPaths.Select(static column => column.Name)).Distinct(StringComparer.OrdinalIgnoreCase).Select(Quote);
        return $"""
            -- Athena lists the folder: while a run shows its files, and right after, it may see some of them beside those of the run before.
            -- It reads timestamps by milliseconds.
            CREATE EXTERNAL TABLE IF NOT EXISTS {Backtick(table.Table.Name, "_rows")} (
            {Lines(table.InFiles.Select(Column))}
            )
            {(paths.Length == 0 ? "" : $"PARTITIONED BY ({string.Join(", ", paths)})\n")}STORED AS PARQUET
            LOCATION '{table.Folder}/';
            {(paths.Length == 0 ? "" : $"\n-- After each run: new partitions.\nMSCK REPAIR TABLE {Backtick(table.Table.Name, "_rows")};\n")}
            CREATE OR REPLACE VIEW {QuoteTable(table.Table.Name)} AS
            {LastState(table.Table, columns, rows)};
            """;
    }

    private protected override string Quote(string name) => $"\"{name}\"";

    private protected override IEnumerable<(string? Column, string Message)> OwnRefusals(FileTable table, FilesOptions options)
    {
        if (!table.Name.Split('.').All(static part => Plain().IsMatch(part)))
            yield return (null, $"Athena has no table '{table.Name}': {Rule}");

        foreach (var column in table.Columns.Where(static column => !Plain().IsMatch(column.Name)))
            yield return (column.Name, $"Athena has no column '{column.Name}': {Rule}; name it otherwise with [Column]");
    }

    private static string Backtick(string table, string ending) => string.Join('.', $"{table}{ending}".Split('.').Select(Ddl));

    // In statements that make tables names stand in other quotes than in queries.
    private static string Ddl(string name) => $"`{name}`";

    private string Column(FileColumn column) => $"{Ddl(column.Name)} {TypeOf(column.Type)}";

    [GeneratedRegex("^[a-z0-9_]{1,255}$", RegexOptions.None, 1000)]
    private static partial Regex Plain();
}
