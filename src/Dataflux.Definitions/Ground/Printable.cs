using System.Globalization;
using System.Text;
using Dataflux.Engine.Ground;

namespace Dataflux.Definitions.Ground;

/// <summary>
/// Text as it may leave the program: names of files, messages of servers and what scripts throw come from others, and a terminal obeys
/// what it is sent. What is no character to be seen is written as an escape such as <c>\u001b</c>, which is also one in JSON.
/// </summary>
internal static class Printable
{
    private const string Indentation = "  ";

    /// <summary>The text on one line: line ends are escapes too.</summary>
    internal static string Line(string text) => Escaped(text, keepLineEnds: false);

    /// <summary>
    /// The text with its line ends and tabs; what the runner of a build would obey at the beginning of a line is escaped, too.
    /// </summary>
    internal static string Text(string text) => Escaped(text, keepLineEnds: true);

    /// <summary>
    /// A message that may have several lines: those after the first are indented, so that none of them looks like a message of its own.
    /// </summary>
    internal static string Message(string text)
    {
        var printable = Text(text);
        if (!printable.Contains('\n', StringComparison.Ordinal))
            return printable;

        var lines = printable.ReplaceLineEndings("\n").Split('\n');
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length > 0 && lines[i][0] != ' ')
                lines[i] = Indentation + lines[i];
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static string Escaped(string text, bool keepLineEnds)
    {
        var first = Next(text, 0, keepLineEnds);
        if (first == text.Length)
            return text;

        var written = new StringBuilder(text.Length + 16).Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
        {
            if (IsSeen(text, i, keepLineEnds))
                written.Append(text[i]);
            else
                written.Append(EscapeOf(text[i]));
        }

        return written.ToString();
    }

    private static int Next(string text, int from, bool keepLineEnds)
    {
        while (from < text.Length && IsSeen(text, from, keepLineEnds))
            from++;

        return from;
    }

    private static bool IsSeen(string text, int i, bool keepLineEnds) => text[i] switch
    {
        '\t' => true,
        ':' or '#' => !(keepLineEnds && IsRunnerCommand(text, i)),
        '\n' => keepLineEnds,
        '\r' => keepLineEnds && i + 1 < text.Length && text[i + 1] == '\n',
        < '\u007f' and >= ' ' => true,
        '\u2028' or '\u2029' => false,
        var letter => !char.IsControl(letter) && !PrintableJson.IsDirectionMark(letter),
    };

    // GitHub's commands begin with "::" or "##[", those of Azure with "##vso["; blanks may stand before them.
    private static bool IsRunnerCommand(string text, int i)
    {
        var rest = text.AsSpan(i);
        return (rest.StartsWith("::") || rest.StartsWith("##[") || rest.StartsWith("##vso["))
            && text.AsSpan(0, i).TrimEnd(" \t") is [] or [.., '\n'];
    }

    private static string EscapeOf(char letter) => letter switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
    };
}
