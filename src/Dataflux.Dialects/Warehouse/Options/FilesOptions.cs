using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Warehouse.Publishing.Partitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.Warehouse.Options;

/// <summary>The options of the target <c>files</c>.</summary>
internal sealed record FilesOptions
{
    private const string FormatName = "format";
    private const string PathName = "path";
    private const string PartitionByName = "partitionBy";
    private const string ForName = "for";

    /// <summary>The keys, in the order they are documented.</summary>
    internal static IReadOnlyList<DialectOption> All { get; } =
    [
        new(FormatName, OptionKind.Text, "How rows are written: parquet, ndjson or csv. The default is parquet.")
        {
            Example = "parquet",
            Choices = ["parquet", "ndjson", "csv"],
        },
        new(PathName, OptionKind.Path,
            "The folder that the files are shown in, or s3://bucket/prefix; a folder for each table is made below it.")
        {
            Required = true,
            MayBeUrl = true,
            Example = "lake/pictures",
        },
        new(PartitionByName, OptionKind.TextList,
            "What files are divided by: columns, or year, month, day or hour of a time. Each becomes a folder such as at_day=2026-01-31.")
        {
            Example = "day(at)",
        },
        new(ForName, OptionKind.TextList,
            "The warehouses that read the files: athena, redshift, bigquery. What one of them cannot hold is a mistake in the "
                + "definition, or a reject.")
        {
            Example = "athena",
        },
        .. BucketOptions.All,
    ];

    internal required FileFormat Format { get; init; }

    internal required string Path { get; init; }

    /// <summary>The bucket that <see cref="Path"/> means; <see langword="null"/>: it is a folder.</summary>
    internal BucketOptions? Bucket { get; init; }

    internal IReadOnlyList<PartitionKey> PartitionBy { get; init; } = [];

    /// <summary>The warehouses that read the files, by name.</summary>
    internal IReadOnlyList<string> For { get; init; } = [];

    /// <summary>The target for people.</summary>
    internal string Location => $"{Format.ToString().ToLowerInvariant()} files in {Path}";

    /// <summary>Reads the settings.</summary>
    internal static FilesOptions From(DialectSettings settings) => new()
    {
        Format = Enum.Parse<FileFormat>(settings.Text(FormatName) ?? nameof(FileFormat.Parquet), ignoreCase: true),
        Path = settings.Text(PathName)!,
        For = ForOf(settings.List(ForName)),
        Bucket = BucketOptions.From(settings.Text(PathName)!, settings),
        PartitionBy = settings.Text(PartitionByName) is { } keys
            ? [.. keys.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(PartitionKey.Parse)]
            : [],
    };

    private static string[] ForOf(string[] names) => names
        .FirstOrDefault(static name => !ReaderNames.All.Contains(name, StringComparer.Ordinal)) is { } unknown
        ? throw ProblemsException.InSection(
            "target", $"'{ForName}' names '{unknown}'; expected {string.Join(", ", ReaderNames.All)}", ProblemCode.NotAllowed)
        : names;
}
