using Dataflux.Definitions.Ground;

namespace Dataflux.Tests.Cli;

/// <summary>Texts as others may send them: control characters, escape sequences, markup, forged lines and commands.</summary>
internal static class HostileText
{
    private const string Marks = "\u2028\u2029\u202e\u2066\u200f";

    private static readonly string[] Pieces =
    [
        "\u001b[2J", "\u001b]0;title\u0007", "\u009b31m", "\r", "\n", "\r\n", "\0", "\b", "\u007f", "\u0085", "\u2028", "\u2029",
        "\u202e", "\u2066", "\u200f",
        "2024-01-15T10:30:00.000Z ERROR [pictures] forged", "::error file=x::forged", "##vso[task.complete]", "[red]markup[/]",
        "<script>alert(1)</script>",
        "</script>", "\"", "\\", "{", "}", "%0A", "é", "\ud83d\ude00", "a ",
    ];

    /// <summary>A text of such pieces.</summary>
    internal static string Next(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    /// <summary>Nothing in it is obeyed by a terminal, or makes it read otherwise than it is.</summary>
    internal static void AssertSafe(string text)
    {
        var raw = text.Where(letter => letter is not ('\n' or '\t' or '\r') && (char.IsControl(letter) || Marks.Contains(letter)))
            .ToArray();
        Assert.True(raw.Length == 0, $"{string.Join(", ", raw.Select(letter => $"U+{(int)letter:X4}"))} in {Printable.Line(text)}");
    }
}
