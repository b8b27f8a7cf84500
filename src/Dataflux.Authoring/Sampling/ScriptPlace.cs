using System.Globalization;
using System.Text.RegularExpressions;

namespace Dataflux.Authoring.Sampling;

/// <summary>A message that began with a place in a script: <c>pictures.csx(31,9): text</c>.</summary>
/// <param name="Path">The script, as the user would name it.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column, counted from 1.</param>
/// <param name="Text">The message without the place.</param>
internal sealed partial record ScriptPlace(string Path, int Line, int Column, string Text)
{
    /// <summary>Reads a message; <see langword="null"/> when it has no place.</summary>
    internal static ScriptPlace? Of(string message)
    {
        var match = Form().Match(message);
        return match.Success
            ? new(match.Groups["path"].Value, Number(match.Groups["line"]), Number(match.Groups["column"]), match.Groups["text"].Value)
            : null;
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<path>[^\r\n:]+)\((?<line>\d{1,9}),(?<column>\d{1,9})\): (?<text>.*)$",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Form();
}
