using System.Globalization;
using Dataflux.Composing.Output;
using Dataflux.Engine.Inspection;

namespace Dataflux.Authoring.Inspection;

/// <summary>Shows to people what <c>inspect</c> found.</summary>
/// <param name="report">What was found.</param>
/// <param name="width">The screen's width; <see langword="null"/>: lines may be long.</param>
internal sealed class InspectionText(InspectionReport report, int? width)
{
    private const string Unknown = "-";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Writes everything.</summary>
    internal void WriteTo(TextWriter output)
    {
        foreach (var line in Lines())
            output.WriteLine(line);
    }

    private IEnumerable<string> Lines() => Exports().Concat(Overview()).Concat(report.Inspection.Kinds.SelectMany(Kind));

    private IEnumerable<string> Exports()
    {
        if (report.Exports.Count == 0)
            yield break;

        yield return $"{Figures.Count(report.Exports.Count, "export")} found";
        var table = new TextTable(["EXPORT", "TABLE", "KIND", "FORMAT", "AS OF", "ITEMS", "BILLED", "WHERE"]);
        foreach (var export in report.Exports)
        {
            table.Add(
                export.Id,
                export.Table ?? Unknown,
                export.Problem is not null ? Unknown : export.From is null ? "full" : "incremental",
                export.Format ?? Unknown,
                export.Time is { } time ? Time(time) : Unknown,
                export.Items is { } items ? Figures.Count(items) : Unknown,
                export.BilledBytes is { } bytes ? Figures.Bytes(bytes) : Unknown,
                export.Problem is { } problem ? $"{export.Location}: {problem}" : export.Location);
        }

        foreach (var line in table.Lines(width))
            yield return line;

        yield return "";
    }

    private IEnumerable<string> Overview()
    {
        var (export, found) = (report.Inspected, report.Inspection);
        yield return $"Looked into {export.Location}";
        if (report.Exports.Count > 1)
            yield return "  another one: --export <id>";

        var size = export.Size is { } bytes ? $", {Figures.Bytes(bytes)} compressed" : "";
        yield return $"  {Figures.Count(found.Items, "item")}{(found.IsSample ? " (a sample)" : "")}"
            + $"{(export.Items is { } all && found.IsSample ? $" of {Figures.Count(all)}" : "")}, "
            + $"{Figures.Count(export.Parts, export.Terms.Part)}{size}, as of {Time(export.Time)}";
        if (found.Deletes > 0)
            yield return $"  {Figures.Count(found.Deletes, "item")} deleted";

        if (found.Malformed > 0)
            yield return $"  {Figures.Count(found.Malformed, "line")} malformed, such as {found.FirstMalformed}";

        foreach (var line in found.Keys.Select(Key).Concat(found.Notices).Concat(export.Notices))
            yield return $"  {line}";

        if (found.Kinds.Count > 1)
            yield return $"  {Figures.Count(found.Kinds.Count, "kind")} of items, told apart by {Rule(found.KindRule)}";
    }

    private static string Key(KeyCandidate key) => $"key: {string.Join(" + ", key.Attributes)}, " + (key.FromExport
        ? "as the export says"
        : key.Repeated > 0 ? $"nearly: in all items, but {RepeatedKey.Of(key)}"
        : key.IsCertainlyUnique ? "likely: in all items, and unique" : "likely: in all items, and unique as far as values were compared");

    private static string Rule(KindRule rule) => rule.By switch
    {
        KindRuleType.TypeAttribute => $"the attribute {rule.Attributes[0]}",
        KindRuleType.KeyPrefix => $"the form of {string.Join(" and ", rule.Attributes)}",
        _ => "the attributes they have",
    };

    private IEnumerable<string> Kind(KindInspection kind)
    {
        yield return "";
        yield return $"{kind.Name}: {Figures.Count(kind.Items, "item")}"
            + $" ({Figures.Percent(kind.Items, report.Inspection.Items)})"
            + (kind.Deletes > 0 ? $", {Figures.Count(kind.Deletes)} of them deleted" : "");
        if (KindKey.Of(kind, report.Inspection) is { } key)
            yield return $"  {Key(key)}";

        if (kind.Attributes.Count == 0)
            yield break;

        var table = new TextTable(["ATTRIBUTE", "TYPES", "PRESENT", "VALUES", "EXAMPLES"]);
        foreach (var attribute in kind.Attributes)
        {
            table.Add(
                attribute.Path,
                Types(attribute),
                attribute.Path.EndsWith("[]", StringComparison.Ordinal)
                    ? Figures.Count(attribute.Present)
                    : Figures.Percent(attribute.Present, attribute.Of),
                string.Join("; ", FindingsText.Of(attribute)),
                string.Join(" | ", attribute.Examples.Select(FindingsText.OneLine)));
        }

        foreach (var line in table.Lines(width))
            yield return line;
    }

    private static string Types(AttributeInspection attribute) => string.Join(
        ' ',
        attribute.Types.OrderByDescending(static type => type.Value)
            .Select(type => attribute.Types.Count == 1 ? $"{type.Key}" : $"{type.Key}:{Figures.Count(type.Value)}"));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

}
