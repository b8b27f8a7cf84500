using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Warehouse.Options;

namespace Dataflux.Dialects.Warehouse.Readers;

/// <summary>A warehouse that reads the files: what it cannot hold, and the statements that it reads them by.</summary>
internal abstract class Reader
{
    /// <summary>What the column of a row's number is called while the last row of a key is looked for.</summary>
    private protected const string Place = "_n";

    /// <summary>All of them, in the order they are listed to people.</summary>
    internal static IReadOnlyList<Reader> All { get; } = [new Athena(), new Redshift(), new BigQuery()];

    /// <summary>Its name in definitions and on the command line.</summary>
    internal abstract string Name { get; }

    /// <summary>Its name for people.</summary>
    internal abstract string Title { get; }

    /// <summary>The longest text in bytes that it takes; <see langword="null"/>: any that fits a file.</summary>
    internal virtual int? LongestText => null;

    /// <summary>The readers of some names.</summary>
    internal static IEnumerable<Reader> Of(IReadOnlyList<string> names) =>
        All.Where(reader => names.Contains(reader.Name, StringComparer.Ordinal));

    /// <summary>What keeps the warehouse from holding a table, each with its column; nothing where all is well.</summary>
    internal IEnumerable<(string? Column, string Message)> Refusals(FileTable table, FilesOptions options)
    {
        if (options.Format != FileFormat.Parquet)
        {
            yield return (null, $"{Title} is read for from Parquet alone, which has exact types, and 'format' is "
                + $"{options.Format.ToString().ToLowerInvariant()}; set 'format: parquet', or take '{Name}' out of 'for'");
        }

        if (options.Bucket is null)
        {
            yield return (null, $"{Title} reads buckets, and 'path' is the folder {options.Path}; give 'path' as s3://bucket/prefix, or "
                + $"take '{Name}' out of 'for'");
        }

        foreach (var refusal in OwnRefusals(table, options))
            yield return refusal;
    }

    /// <summary>The statements by which it reads a table; run twice they do the same.</summary>
    internal abstract string Write(LoadedTable table);

    /// <summary>Its type for a column as files have it.</summary>
    internal abstract string TypeOf(FileType type);

    private protected abstract IEnumerable<(string? Column, string Message)> OwnRefusals(FileTable table, FilesOptions options);

    /// <summary>A name in quotes.</summary>
    private protected abstract string Quote(string name);

    /// <summary>A table's name, perhaps with a schema before it, and with an ending.</summary>
    private protected string QuoteTable(string name, string ending = "")
    {
        var parts = name.Split('.');
        parts[^1] += ending;
        return string.Join('.', parts.Select(Quote));
    }

    /// <summary>The columns of a list, each on a line.</summary>
    private protected static string Lines(IEnumerable<string> lines) => string.Join(",\n", lines.Select(static line => "    " + line));

    /// <summary>Names between commas.</summary>
    private protected string Names(IEnumerable<string> names, string before = "") =>
        string.Join(", ", names.Select(name => before + Quote(name)));

    /// <summary>A query for the last row of each key that is no delete.</summary>
    private protected string LastState(FileTable table, IEnumerable<string> columns, string from) => $"""
        SELECT {string.Join(", ", columns)}
        FROM (
            SELECT *, ROW_NUMBER() OVER (PARTITION BY {Names(table.Key)} ORDER BY {Quote(MetaColumns.Sequence)} DESC) AS {Quote(Place)}
            FROM {from}
        ) AS {Quote("r")}
        WHERE {Quote(Place)} = 1 AND {Quote(MetaColumns.Operation)} <> '{MetaColumns.Delete}'
        """;
}
