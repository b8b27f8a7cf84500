using System.Globalization;
using System.Text;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Warehouse.Options;

namespace Dataflux.Dialects.Warehouse.Readers;

/// <summary>
/// Amazon Redshift, which loads files by COPY. Facts: Redshift Database Developer Guide, "COPY from columnar data formats" (columns by
/// their place and number), "Names and identifiers" (127 bytes), "CREATE TABLE" (1,600 columns, names of system columns), "Numeric types"
/// (38 digits, 37 of them behind the point), "Character types" (65,535 bytes), "MERGE" (its source is a table, no query).
/// </summary>
internal sealed class Redshift : Reader
{
    private const int MostBytesOfName = 127;
    private const int MostColumns = 1600;
    private const int MostScale = 37;
    private const int MostBytesOfText = 65_535;
    private static readonly string[] Taken = ["oid", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

    internal override string Name => ReaderNames.Redshift;

    internal override string Title => "Redshift";

    internal override int? LongestText => MostBytesOfText;

    internal override string TypeOf(FileType type) => type.Kind switch
    {
        ValueKind.Boolean => "boolean",
        ValueKind.Int32 => "integer",
        ValueKind.Int64 => "bigint",
        ValueKind.Float => "real",
        ValueKind.Double => "double precision",
        ValueKind.Decimal => type.ToString(),
        ValueKind.Timestamp => "timestamp",
        ValueKind.Date => "date",
        ValueKind.Bytes => string.Create(CultureInfo.InvariantCulture, $"varbyte({MostBytesOfText})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"varchar({MostBytesOfText})"),
    };

    internal override string Write(LoadedTable table)
    {
        var name = QuoteTable(table.Table.Name);
        var plain = table.Table.Name.Split('.')[^1];
        FileColumn[] kept = [.. table.Table.Columns, .. table.Table.All.Where(static one => one.Name is MetaColumns.WrittenAt)];
        var key = table.Table.Key.ToList();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            CREATE TABLE IF NOT EXISTS {name} (
            {Lines(kept.Select(column => $"{Quote(column.Name)} {KeptType(column.Type)}{(column.IsKey ? " NOT NULL" : "")}"))},
                PRIMARY KEY ({Names(key)})
            );

            """);
        if (table.Shown is not { } shown)
            return text.Append('\n').Append(LoadedTable.NothingShown).ToString();

        var (stage, last) = (Quote(plain + "_stage"), Quote(plain + "_last"));
        var values = kept.Where(column => !column.IsKey).Select(column => $"{Quote(column.Name)} = l.{Quote(column.Name)}");
        text.Append(CultureInfo.InvariantCulture, $"""

            -- The list names all files that the migration shows, so the table ends as they say, however often this is run. Times are UTC.
            BEGIN;

            CREATE TEMP TABLE {stage} (
            {Lines(table.InFiles.Select(column => $"{Quote(column.Name)} {TypeOf(column.Type)}"))}
            );

            COPY {stage}
            FROM '{table.UrlOf(shown.LoadList)}'
            IAM_ROLE DEFAULT
            FORMAT AS PARQUET
            MANIFEST;

            CREATE TEMP TABLE {last} AS
            {LastState(table.Table, kept.Select(Value), stage)};

            DELETE FROM {name}
            WHERE NOT EXISTS (
                SELECT 1 FROM {last} AS l
                WHERE {string.Join(" AND ", key.Select(one => $"l.{Quote(one)} = {name}.{Quote(one)}"))}
            );

            MERGE INTO {name} USING {last} AS l
            ON {string.Join(" AND ", key.Select(one => $"{name}.{Quote(one)} = l.{Quote(one)}"))}
            WHEN MATCHED THEN UPDATE SET
            {Lines(values)}
            WHEN NOT MATCHED THEN INSERT ({Names(kept.Select(static column => column.Name))})
            VALUES ({Names(kept.Select(static column => column.Name), "l.")});

            DROP TABLE {last};
            DROP TABLE {stage};

            COMMIT;
            """);
        return text.ToString();
    }

    private protected override string Quote(string name) => $"\"{name}\"";

    private protected override IEnumerable<(string? Column, string Message)> OwnRefusals(FileTable table, FilesOptions options)
    {
        if (table.All.Count > MostColumns)
            yield return (null, $"Redshift has tables of {MostColumns} columns at most, and '{table.Name}' has {table.All.Count}");

        foreach (var column in table.Columns)
        {
            if (Encoding.UTF8.GetByteCount(column.Name) > MostBytesOfName || column.Name.Contains('"', StringComparison.Ordinal)
                || Taken.Contains(column.Name, StringComparer.OrdinalIgnoreCase))
            {
                yield return (column.Name, $"Redshift has no column '{column.Name}': names have {MostBytesOfName} bytes at most, no "
                    + $"quotation mark, and {string.Join(", ", Taken)} are its own; name it otherwise with [Column]");
            }

            if (column.Type.Kind == ValueKind.Decimal && column.Type.Scale > MostScale)
            {
                yield return (column.Name, $"'{column.Name}' is {column.Type}, and Redshift has {MostScale} digits behind the point at "
                    + "most; say its digits with [Column(TypeName = \"decimal(38,37)\")]");
            }
        }

        foreach (var key in options.PartitionBy.Where(static key => key.Unit is null))
        {
            yield return (null, $"'partitionBy' names '{key}', whose values are then in paths alone, which Redshift's COPY does not read; "
                + $"divide by the unit of a time such as day(at), or take '{Name}' out of 'for'");
        }
    }

    // Documents come as text, and are kept as documents.
    private string KeptType(FileType type) => type.Kind == ValueKind.Json ? "super" : TypeOf(type);

    private string Value(FileColumn column) =>
        column.Type.Kind == ValueKind.Json ? $"JSON_PARSE({Quote(column.Name)}) AS {Quote(column.Name)}" : Quote(column.Name);
}
