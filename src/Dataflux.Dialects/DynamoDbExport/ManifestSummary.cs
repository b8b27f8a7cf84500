using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>What <c>manifest-summary.json</c> says about an export.</summary>
internal sealed record ManifestSummary
{
    /// <summary>The manifest's file name.</summary>
    internal const string FileName = "manifest-summary.json";

    internal required string ExportArn { get; init; }

    internal required string Table { get; init; }

    /// <summary>
    /// The table's identity: another one after the table was made again; <see langword="null"/> when the manifest has none.
    /// </summary>
    internal string? TableId { get; init; }

    /// <summary>The table's ARN, which names account and region.</summary>
    internal required string TableArn { get; init; }

    /// <summary>The window of an incremental export: from (inclusive) to (exclusive); <see langword="null"/> for a full one.</summary>
    internal (DateTimeOffset From, DateTimeOffset To)? Window { get; init; }

    /// <summary>The time the export shows the table at: for an incremental export the (exclusive) end of its window.</summary>
    internal required DateTimeOffset Time { get; init; }

    internal required long ItemCount { get; init; }

    /// <summary>The size AWS billed, in bytes: for small exports 0, for incremental ones at least 10 MB.</summary>
    internal long BilledBytes { get; init; }

    /// <summary><c>DYNAMODB_JSON</c> or <c>ION</c>.</summary>
    internal required string OutputFormat { get; init; }

    /// <summary>Full exports have no <c>exportType</c> at all.</summary>
    internal required bool IsIncremental { get; init; }

    /// <summary>The last part of the export's ARN, which is also the name of its folder: such as <c>01715685260608-c488b4e1</c>.</summary>
    internal string ExportId => LastPart(ExportArn);

    internal static ManifestSummary Parse(ManifestDocument document)
    {
        var at = document.Location;
        var objects = ManifestJson.Objects(document.VerifiedJson(), at);
        if (objects.Count != 1)
            throw new SourceException($"{at}: found {objects.Count} JSON objects, expected one; copy the export's manifests again");

        var summary = objects[0];
        var isIncremental = ManifestJson.Text(summary, "exportType") is { } type && type != "FULL_EXPORT";
        var window = isIncremental ? ReadWindow(summary, at) : ((DateTimeOffset From, DateTimeOffset To)?)null;
        var tableArn = ManifestJson.Text(summary, "tableArn") ?? throw Missing(at, "tableArn");
        return new ManifestSummary
        {
            ExportArn = ManifestJson.Text(summary, "exportArn") ?? throw Missing(at, "exportArn"),
            Table = LastPart(tableArn),
            TableArn = tableArn,
            TableId = ManifestJson.Text(summary, "tableId"),
            Time = window?.To ?? ManifestJson.Time(summary, "exportTime") ?? throw Missing(at, "exportTime"),
            Window = window,
            ItemCount = ManifestJson.Integer(summary, "itemCount") ?? throw Missing(at, "itemCount"),
            BilledBytes = ManifestJson.Integer(summary, "billedSizeBytes") ?? 0,
            OutputFormat = ManifestJson.Text(summary, "outputFormat") ?? throw Missing(at, "outputFormat"),
            IsIncremental = isIncremental,
        };
    }

    private static (DateTimeOffset From, DateTimeOffset To) ReadWindow(JsonElement summary, string at)
    {
        var from = ManifestJson.Time(summary, "exportFromTime") ?? throw Missing(at, "exportFromTime");
        var to = ManifestJson.Time(summary, "exportToTime") ?? throw Missing(at, "exportToTime");
        return from < to
            ? (from, to)
            : throw new SourceException(
                $"{at}: the window ends at {to:O}, not after its begin {from:O}; copy the export's manifests again");
    }

    private static SourceException Missing(string location, string member) =>
        new($"{location}: '{member}' is missing or not valid; copy the export's manifests again");

    private static string LastPart(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
