using System.Text.RegularExpressions;

namespace Dataflux.Tests.Documentation;

/// <summary>
/// A block of commands on a page. A comment above it, which no reader sees, says what becomes of it: <c>executed</c> as printed by
/// CommandBlockTests, <c>executed by</c> another class of tests, or <c>not executed:</c> and the reason. For a whole page,
/// <c>not executed on this page:</c> says it once.
/// </summary>
/// <param name="Page">The page, as seen from the repository.</param>
/// <param name="Line">Where the block begins.</param>
/// <param name="Commands">What a reader would paste into a shell.</param>
/// <param name="Mark">What becomes of it, with a reason or class; empty when nobody said.</param>
internal sealed partial record CommandBlock(string Page, int Line, string Commands, string Mark)
{
    private const string ByAnother = "executed by ";

    internal bool IsExecuted => Mark == "executed";

    /// <summary>The class of tests that does it.</summary>
    internal string? Test => Mark.StartsWith(ByAnother, StringComparison.Ordinal) ? Mark[ByAnother.Length..] : null;

    /// <summary>Why it is not executed.</summary>
    internal string? Reason => NotExecuted().Match(Mark) is { Success: true } match ? match.Groups["reason"].Value : null;

    /// <summary>The blocks of all pages.</summary>
    /// <param name="repository">The repository's folder.</param>
    internal static List<CommandBlock> In(string repository)
    {
        string[] pages =
        [
            "README.md", "SECURITY.md", "examples/README.md",
            .. Directory.GetFiles(Path.Combine(repository, "docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}")
                .Order(StringComparer.Ordinal),
        ];
        return [.. pages.SelectMany(page => Of(page, File.ReadAllText(Path.Combine(repository, page))))];
    }

    /// <summary>The blocks of one page.</summary>
    internal static IEnumerable<CommandBlock> Of(string page, string text)
    {
        var all = WholePage().Match(text).Groups["mark"].Value;
        foreach (Match block in Block().Matches(text))
        {
            yield return new CommandBlock(
                page,
                text.AsSpan(0, block.Groups["commands"].Index).Count('\n'),
                block.Groups["commands"].Value,
                block.Groups["mark"] is { Success: true } mark ? mark.Value : all);
        }
    }

    public override string ToString() => $"{Page}({Line})";

    [GeneratedRegex(
        @"(^<!-- (?<mark>[^\r\n]+) -->\r?\n)?^ *```(sh|bash|console)\r?\n(?<commands>.*?)^ *```",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline,
        1000)]
    private static partial Regex Block();

    [GeneratedRegex("^<!-- (?<mark>not executed on this page: [^\r\n]+) -->", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex WholePage();

    [GeneratedRegex("^not executed( on this page)?: (?<reason>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotExecuted();
}
