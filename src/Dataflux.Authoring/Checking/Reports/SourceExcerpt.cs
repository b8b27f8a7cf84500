using System.Text;
using Spectre.Console;

namespace Dataflux.Authoring.Checking.Reports;

/// <summary>A source line as it is shown: without tabs and control characters, and no longer than fits a screen.</summary>
/// <param name="Text">The text.</param>
/// <param name="Caret">The terminal columns before the place that is meant; <see langword="null"/> when it is the whole line.</param>
internal sealed record SourceExcerpt(string Text, int? Caret)
{
    private const string Tab = "    ";
    private const string More = "…";

    // Of a longer line the part around the column is shown.
    private const int Longest = 160;
    private const int Before = 60;

    /// <summary>The excerpt of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="column">The column, counted from 1 in UTF-16 code units; 0: the whole line.</param>
    internal static SourceExcerpt Of(string line, int column)
    {
        var text = line.TrimEnd();
        var from = text.Length > Longest ? Math.Clamp(column - 1 - Before, 0, text.Length - Longest) : 0;
        var to = Math.Min(text.Length, from + Longest);
        var shown = new StringBuilder(from > 0 ? More : "");
        var width = shown.Length;
        int? caret = null;
        var at = from;
        foreach (var rune in text[from..to].EnumerateRunes())
        {
            if (at <= column - 1)
                caret = width;

            var piece = rune.Value == '\t' ? Tab : Rune.IsControl(rune) ? "?" : rune.ToString();
            shown.Append(piece);
            width += piece.GetCellWidth();
            at += rune.Utf16SequenceLength;
        }

        if (column > at)
            caret = width;

        shown.Append(to < text.Length ? More : "");
        return new SourceExcerpt(shown.ToString(), column > 0 ? caret ?? 0 : null);
    }
}
