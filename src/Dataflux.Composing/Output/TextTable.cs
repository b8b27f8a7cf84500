using System.Text;

namespace Dataflux.Composing.Output;

/// <summary>A table of text whose columns are as wide as what is in them; the last one ends where the screen does.</summary>
/// <param name="headings">What the columns are called.</param>
/// <param name="indent">Spaces before each line.</param>
internal sealed class TextTable(IReadOnlyList<string> headings, int indent = 2)
{
    private const int Gap = 2;
    private readonly List<IReadOnlyList<string>> _rows = [headings];

    internal void Add(params IReadOnlyList<string> cells) => _rows.Add(cells);

    /// <summary>The lines.</summary>
    /// <param name="width">The screen's width; <see langword="null"/>: nothing is cut.</param>
    internal IEnumerable<string> Lines(int? width)
    {
        var widths = headings.Select((_, column) => _rows.Max(row => row[column].Length)).ToList();
        foreach (var row in _rows)
        {
            var line = new StringBuilder().Append(' ', indent);
            for (var column = 0; column < row.Count; column++)
                line.Append(column == row.Count - 1 ? row[column] : row[column].PadRight(widths[column] + Gap));

            var text = line.ToString().TrimEnd();
            yield return width is { } most && text.Length > most ? text[..Math.Max(0, most - 1)] + "…" : text;
        }
    }
}
