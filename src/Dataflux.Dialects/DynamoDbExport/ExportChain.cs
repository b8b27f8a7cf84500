using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>
/// One full export and the incremental ones after it, in the order they must be applied: by the end of their windows. Each
/// export holds the last state of every key that changed in its window, so the one that ends last knows the newest state of
/// all of its keys, whether windows touch, overlap or lie inside each other.
/// </summary>
internal static class ExportChain
{
    /// <summary>The option's name, the same in all sources.</summary>
    internal const string OptionName = "exports";

    /// <summary>The option's name, the same in all sources.</summary>
    internal const string GapOptionName = "acceptGap";

    private const string All = "all";
    private const string Time = "yyyy-MM-ddTHH:mm:ssZ";

    /// <summary>The option, for the schema and the documentation.</summary>
    internal static DialectOption Option { get; } = new(
        OptionName,
        OptionKind.TextList,
        "A full export and the incremental ones after it, applied one after the other: a list of their ids, or 'all' for all that are "
            + "found. Run again after another one arrived, and only that one is applied.")
    {
        DecidesResult = false,
        Excludes = ExportChoice.OptionName,
        Example = All,
    };

    /// <summary>The other option, for the schema and the documentation.</summary>
    internal static DialectOption GapOption { get; } = new(
        GapOptionName,
        OptionKind.Duration,
        "The longest gap between the windows of a chain that is accepted, such as 2m, because you know that nothing was written then. "
            + "Without it, a gap is an error.")
    {
        DecidesResult = false,
        Excludes = ExportChoice.OptionName,
        Example = "2m",
        Flag = new DialectFlag("--accept-gap", "time", "The longest gap in a chain that is accepted"),
    };

    /// <summary>Picks and orders the exports of a chain.</summary>
    /// <param name="location">Where they were found, for messages.</param>
    /// <param name="found">All of them.</param>
    /// <param name="wanted">The option's value: <c>all</c>, or ids separated by commas.</param>
    /// <param name="acceptGap">The longest gap between windows that is accepted.</param>
    /// <exception cref="SourceException">They are no chain: of several tables, without or with several full ones, with a gap.</exception>
    internal static ExportLinks Pick(string location, IReadOnlyList<FoundExport> found, string wanted, TimeSpan? acceptGap)
    {
        var picked = wanted == All ? found : Named(location, found, wanted);
        if (picked.FirstOrDefault(static export => export.Summary is null) is { } unreadable)
        {
            throw new SourceException(
                $"{unreadable.Folder}: its {ManifestSummary.FileName} cannot be read; copy the export again, or leave it out of "
                + $"'{OptionName}'");
        }

        var full = picked.Where(static export => !export.Summary!.IsIncremental).ToList();
        if (full.Count != 1)
        {
            throw new SourceException(full.Count == 0
                ? $"{location}: none of the {picked.Count} exports is a full one, with which a chain begins; copy it beside them, or "
                    + $"correct '{OptionName}'"
                : $"{location}: {full.Count} full exports ({Ids(full)}), and a chain begins with one; name those that belong together "
                    + $"under '{OptionName}'");
        }

        CheckTable(full[0], picked);
        var changes = picked.Where(static export => export.Summary!.IsIncremental).ToList();
        var gaps = CheckGaps(full[0], changes, acceptGap ?? TimeSpan.Zero);
        return new(
            [
                full[0].Folder,
                .. changes.OrderBy(static export => export.Summary!.Window!.Value.To)
                    .ThenBy(static export => export.Summary!.Window!.Value.From)
                    .ThenBy(static export => export.Id, StringComparer.Ordinal)
                    .Select(static export => export.Folder),
            ],
            gaps);
    }

    /// <summary>The chain for the engine.</summary>
    /// <param name="location">Where it was found, for people.</param>
    /// <param name="exports">The exports of the chain in their order.</param>
    /// <param name="gaps">The gaps that were accepted.</param>
    internal static Export Join(string location, IReadOnlyList<Export> exports, IReadOnlyList<string> gaps)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in exports.SelectMany(static export => export.Parts))
        {
            if (!names.Add(part.Name))
            {
                throw new SourceException(
                    $"{location}: {part.Name} belongs to two exports of '{OptionName}'; copy the exports' manifests again");
            }
        }

        return exports[0] with
        {
            Location = exports.Count == 1
                ? exports[0].Location
                : $"{exports[0].Location} and {exports.Count - 1} incremental ones until {exports[^1].Time.ToString(Time, null)}",
            Parts = [.. exports.SelectMany(static (export, link) => export.Parts.Select(part => part with { Link = link }))],
            ItemCount = exports.Sum(static export => export.ItemCount),
            Notices =
            [
                .. exports.SelectMany(static export => export.Notices),
                .. gaps.Select(
                    static gap => $"no export holds the changes {gap}, and '{GapOptionName}' accepts it: what was written then is missing"),
            ],
            AcceptedGaps = gaps,
            IsChain = true,
        };
    }

    private static List<FoundExport> Named(string location, IReadOnlyList<FoundExport> found, string wanted)
    {
        var names = wanted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var picked = new List<FoundExport>(names.Length);
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            var export = ExportChoice.Pick(location, [.. found.Where(each => !picked.Contains(each))], name);
            picked.Add(export);
        }

        return picked;
    }

    private static void CheckTable(FoundExport full, IReadOnlyList<FoundExport> picked)
    {
        foreach (var export in picked)
        {
            if (export.Summary!.TableArn != full.Summary!.TableArn)
            {
                throw new SourceException(
                    $"export {export.Id} is of table {export.Summary.TableArn}, but the full export {full.Id} of {full.Summary.TableArn}; "
                    + $"name the exports of one table under '{OptionName}'");
            }

            if (export.Summary.TableId != full.Summary.TableId)
            {
                throw new SourceException(
                    $"export {export.Id} is of another table {export.Summary.Table} (tableId {export.Summary.TableId}) than the full "
                    + $"export {full.Id} (tableId {full.Summary.TableId}): the table was deleted and made again; name the exports of one "
                    + $"table under '{OptionName}'");
            }
        }
    }

    private static List<string> CheckGaps(FoundExport full, IReadOnlyList<FoundExport> changes, TimeSpan accepted)
    {
        var gaps = new List<string>();
        var covered = full.Summary!.Time;
        foreach (var export in changes.OrderBy(static export => export.Summary!.Window!.Value.From))
        {
            var (from, to) = export.Summary!.Window!.Value;
            if (from > covered)
            {
                var gap = $"from {covered.ToString(Time, null)} to {from.ToString(Time, null)}";
                gaps.Add(from - covered <= accepted ? gap : throw new SourceException(
                    $"no export holds the changes {gap} of table {full.Summary.Table}; "
                    + "export that window (aws dynamodb export-table-to-point-in-time --export-type INCREMENTAL_EXPORT) and copy it "
                    + "beside the others, or, when you know that nothing was written then, accept it with --accept-gap "
                    + $"{Math.Ceiling((from - covered).TotalSeconds):0}s ('{GapOptionName}' under 'source:')"));
            }

            if (to > covered)
                covered = to;
        }

        return gaps;
    }

    private static string Ids(IEnumerable<FoundExport> exports) =>
        string.Join(", ", exports.Select(static export => export.Id).Order(StringComparer.Ordinal));
}
