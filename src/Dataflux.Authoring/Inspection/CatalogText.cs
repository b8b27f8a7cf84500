using Dataflux.Composing.Output;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Inspection;

/// <summary>Shows to people what a catalog says.</summary>
/// <param name="description">What it says.</param>
/// <param name="width">The screen's width; <see langword="null"/>: lines may be long.</param>
internal sealed class CatalogText(SourceDescription description, int? width)
{
    private const string Unknown = "-";

    /// <summary>Writes everything.</summary>
    internal void WriteTo(TextWriter output)
    {
        foreach (var line in Overview().Concat(description.Tables.SelectMany(Table)))
            output.WriteLine(line);
    }

    private IEnumerable<string> Overview()
    {
        yield return $"{description.Location}: {Figures.Count(description.Tables.Count, "table")}, as its catalog describes "
            + (description.Tables.Count == 1 ? "it" : "them");
        yield return "  rows and sizes are estimates of the server's statistics; no row was read (--sample looks at values)";
        if (description.Tables.Count == 0)
            yield break;

        var table = new TextTable(["TABLE", "KIND", "ROWS", "SIZE", "COLUMNS", "KEY"]);
        foreach (var each in description.Tables)
        {
            table.Add(
                each.Name,
                each.Kind,
                each.Rows is { } rows ? $"about {Figures.Count(rows)}" : Unknown,
                each.Bytes is { } bytes ? Figures.Bytes(bytes) : Unknown,
                Figures.Count(each.Columns.Count),
                each.Key.Count == 0 ? "none" : string.Join(", ", each.Key));
        }

        foreach (var line in table.Lines(width))
            yield return line;
    }

    private IEnumerable<string> Table(DescribedTable described)
    {
        yield return "";
        yield return described.Name;
        foreach (var problem in new[] { described.Problem, described.KeyProblem }.OfType<string>())
            yield return $"  cannot be read as it is: {problem}";

        foreach (var notice in described.Notices)
            yield return $"  {notice}";

        var table = new TextTable(["COLUMN", "TYPE", "NULL", "ATTRIBUTE", "NOTE"]);
        foreach (var column in described.Columns)
        {
            var place = described.Key.ToList().IndexOf(column.Name) + 1;
            var key = place == 0 ? "" : described.Key.Count == 1 ? "key" : $"key {Figures.Count(place)}";
            table.Add(
                column.Name,
                column.Type,
                column.IsNullable ? "null" : "",
                string.Join(' ', column.Attributes),
                string.Join("; ", new[] { key, column.Caution ?? "" }.Where(static note => note.Length > 0)));
        }

        foreach (var line in table.Lines(width))
            yield return line;
    }
}
