using System.Text;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>Picks the one export that is meant among those found below a folder or prefix.</summary>
internal static class ExportChoice
{
    /// <summary>The option's name, the same in all sources that find exports.</summary>
    internal const string OptionName = "export";

    private const string Latest = "latest";
    private const int BytesPerMegabyte = 1_000_000;

    /// <summary>The option, for the schema and the documentation.</summary>
    internal static DialectOption Option { get; } = new(
        OptionName,
        OptionKind.Text,
        "Which export to take where several are found: its id, or 'latest' for the newest full one. The default takes the only one.")
    {
        Example = Latest,
        Flag = new DialectFlag("--export", "id|latest", "Which export to take where several are found"),
    };

    /// <summary>Picks one.</summary>
    /// <param name="location">Where they were found, for messages.</param>
    /// <param name="found">All of them; not empty.</param>
    /// <param name="wanted">The option's value.</param>
    /// <exception cref="SourceException">None or several are meant; the message lists what there is.</exception>
    internal static FoundExport Pick(string location, IReadOnlyList<FoundExport> found, string? wanted)
    {
        if (wanted is null)
        {
            return found.Count == 1
                ? found[0]
                : throw new SourceException(Listing(
                    $"{location}: {found.Count} exports found; choose one with --export <id>, with --export latest, or with '{OptionName}' "
                        + "under 'source:':",
                    found));
        }

        if (wanted == Latest)
        {
            // A full export, where there is one: the changes of an incremental export alone are not the table.
            return found.Where(static export => export.Summary is not null)
                .OrderBy(static export => export.Summary!.IsIncremental)
                .ThenByDescending(static export => export.Summary!.Time)
                .ThenByDescending(static export => export.Id, StringComparer.Ordinal)
                .FirstOrDefault()
                ?? throw new SourceException(Listing($"{location}: no export has a manifest that can be read:", found));
        }

        var named = found.Where(export => export.Id == wanted || export.FolderName == wanted).ToList();
        return named.Count switch
        {
            1 => named[0],
            0 => throw new SourceException(Listing($"{location}: there is no export '{wanted}'; found:", found)),
            _ => throw new SourceException(Listing(
                $"{location}: export '{wanted}' is there {named.Count} times; give the folder of one of them instead:", named)),
        };
    }

    private static string Listing(string message, IReadOnlyList<FoundExport> exports)
    {
        var text = new StringBuilder(message);
        foreach (var export in exports.OrderBy(static export => export.Folder, StringComparer.Ordinal))
            text.AppendLine().Append("  ").Append(export.Folder).Append("  ").Append(Describe(export.Summary));

        return text.ToString();
    }

    private static string Describe(ManifestSummary? summary)
    {
        if (summary is null)
            return "(its manifest cannot be read)";

        var size = summary.BilledBytes >= BytesPerMegabyte ? $", {summary.BilledBytes / BytesPerMegabyte:N0} MB billed" : "";
        return $"(export {summary.ExportId}, table {summary.Table}, {summary.Time:yyyy-MM-ddTHH:mm:ssZ}, {summary.ItemCount:N0} items{size}"
            + $"{(summary.IsIncremental ? ", incremental" : "")})";
    }
}
