using System.Text;

namespace Dataflux.SampleData;

/// <summary>The text of EXPECTED.md.</summary>
internal static class ExpectedRejects
{
    internal static string Text(IEnumerable<(string File, int Line, BadItem Item)> lines)
    {
        var text = new StringBuilder("""
            # The bad lines of this export

            Made by `tests/Dataflux.SampleData` with `--bad`. A migration with `migrations/pictures-bad.yaml` must reject exactly these
            lines, write all others that are pictures, and end with exit code 1.

            | file | line | stage | what is wrong |
            |---|---|---|---|

            """);
        foreach (var (file, line, item) in lines.OrderBy(l => l.File, StringComparer.Ordinal).ThenBy(l => l.Line))
            text.Append($"| {file} | {line} | {item.Stage} | {item.Why} |\n");

        return text.ToString();
    }
}
