using System.Globalization;
using System.Text.RegularExpressions;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Warehouse.Options;

namespace Dataflux.Dialects.Warehouse.Readers;

/// <summary>
/// BigQuery, which loads files of Google's storage by LOAD DATA. Facts: BigQuery documentation, "Specifying a schema" (names of columns
/// and the prefixes that are its own, 300 characters), "Quotas and limits" (10,000 columns), "Data types" (NUMERIC has 29 digits before the
/// point and 9 behind it, BIGNUMERIC 38 and 38), "Loading externally partitioned data" (10 keys, no truth values).
/// </summary>
internal sealed partial class BigQuery : Reader
{
    private const int MostColumns = 10_000;
    private const int MostKeys = 10;
    private const int NumericScale = 9;
    private const int NumericWhole = 29;
    private const string GoogleScheme = "gs://";

    internal override string Name => ReaderNames.BigQuery;

    internal override string Title => "BigQuery";

    internal override string TypeOf(FileType type) => type.Kind switch
    {
        ValueKind.Boolean => "BOOL",
        ValueKind.Int32 or ValueKind.Int64 => "INT64",
        ValueKind.Float or ValueKind.Double => "FLOAT64",
        ValueKind.Decimal => string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsNumeric(type) ? "" : "BIG")}NUMERIC({type.Precision}, {type.Scale})"),
        ValueKind.Timestamp => "TIMESTAMP",
        ValueKind.Date => "DATE",
        ValueKind.Bytes => "BYTES",
        _ => "STRING",
    };

    internal override string Write(LoadedTable table)
    {
        string[] paths = [.. table.InPaths.Select(Column)];
        var rows = QuoteTable(table.Table.Name, "_rows");
        var columns = table.Table.Columns.Select(static column => column.Name).Append(MetaColumns.WrittenAt).Select(Quote);
        if (table.Shown is not { } shown)
            return LoadedTable.NothingShown;

        return $"""
            -- The files are those that the migration shows, at the same names in Google's storage. Names without a dataset are of the
            -- default dataset. OVERWRITE puts these rows in the place of those that are there, so this may be run as often as you like.
            LOAD DATA OVERWRITE {rows} (
            {Lines(table.InFiles.Select(Column))}
            )
            {(paths.Length == 0 ? "" : $"WITH PARTITION COLUMNS ({string.Join(", ", paths)})\n")}FROM FILES (
                format = 'PARQUET',
                {(paths.Length == 0 ? "" : $"hive_partition_uri_prefix = '{Google(table.Folder)}',\n    ")}uris = [
            {Lines(shown.Files.Select(file => $"    '{Google(table.UrlOf(file.Path))}'"))}
                ]
            );

            CREATE OR REPLACE VIEW {QuoteTable(table.Table.Name)} AS
            {LastState(table.Table, columns, rows)};
            """;
    }

    private protected override string Quote(string name) => $"`{name}`";

    private protected override IEnumerable<(string? Column, string Message)> OwnRefusals(FileTable table, FilesOptions options)
    {
        if (table.All.Count > MostColumns)
            yield return (null, $"BigQuery has tables of {MostColumns} columns at most, and '{table.Name}' has {table.All.Count}");

        foreach (var column in table.Columns.Where(static column => !Plain().IsMatch(column.Name)))
        {
            yield return (column.Name, $"BigQuery has no column '{column.Name}': names are of letters, digits and '_', begin with no "
                + "digit, have 300 characters at most, and not one of BigQuery's own beginnings such as _TABLE_; name it otherwise with "
                + "[Column]");
        }

        if (options.PartitionBy.Count > MostKeys)
            yield return (null, $"BigQuery reads {MostKeys} keys of partitions at most, and 'partitionBy' has {options.PartitionBy.Count}");

        foreach (var key in options.PartitionBy.Where(static key => key.Unit is null))
        {
            if (table.PlaceOf(key.Column) is var place and >= 0 && table.All[place].Type.Kind == ValueKind.Boolean)
            {
                yield return (key.Column, $"'partitionBy' names '{key}', and BigQuery reads no truth values from paths; divide by "
                    + "something else");
            }
        }
    }

    private static bool IsNumeric(FileType type) => type.Scale <= NumericScale && type.Precision - type.Scale <= NumericWhole;

    private static string Google(string url) => GoogleScheme + url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];

    private string Column(FileColumn column) => $"{Quote(column.Name)} {TypeOf(column.Type)}";

    [GeneratedRegex(
        "^(?!_TABLE_|_FILE_|_PARTITION|_ROW_TIMESTAMP|__ROOT__|_COLIDENTIFIER|_CHANGE_SEQUENCE_NUMBER|_CHANGE_TYPE)[a-z_][a-z0-9_]{0,299}$",
        RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex Plain();
}
