using System.Text.RegularExpressions;
using Dataflux.Tests.Cli;

namespace Dataflux.Tests.Documentation;

/// <summary>What the pages say of each other and of the command line holds.</summary>
public sealed partial class PageTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    public static TheoryData<string> Pages =>
    [
        "README.md", "CHANGELOG.md", "SECURITY.md", "examples/README.md",
        .. Directory.GetFiles(Path.Combine(Repository.Folder, "docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}"),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_pages_and_headings_that_are_there(string page)
    {
        foreach (var link in Link().Matches(Read(page)).Select(match => match.Groups["to"].Value)
            .Where(link => !link.Contains(':', StringComparison.Ordinal)))
        {
            var (file, heading) = link.Split('#') is [var path, var anchor] ? (path, anchor) : (link, null);
            var target = file.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, file);
            Assert.True(Path.Exists(Path.Combine(Repository.Folder, target)), $"{page}: {link} leads nowhere");
            if (heading is not null)
                Assert.Contains(heading, Heading().Matches(Read(target)).Select(match => Anchor(match.Groups["text"].Value)));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Commands_and_flags_that_a_page_names_are_those_of_the_command_line(string page)
    {
        foreach (var (command, flags) in Command().Matches(Read(page)).Select(match => (match.Groups["name"].Value, Flags(match.Value)))
            .Distinct())
        {
            _work.Out.GetStringBuilder().Clear();
            Assert.True(await _work.RunAsync(command, "--help") == 0, $"{page} names 'dataflux {command}'");
            var help = _work.Out.ToString();
            Assert.All(flags, flag => Assert.Matches($@"(?<![\w-]){Regex.Escape(flag)}(?![\w-])", help));
        }
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Folder, page));

    // What stands behind '--' and in a comment is no flag of dataflux.
    private static List<string> Flags(string command) =>
        [.. Flag().Matches(CommandEnd().Replace(command, "")).Select(match => match.Value).Where(flag => flag is not ("--help" or "-h"))
            .Distinct()];

    // As GitHub makes anchors of headings.
    private static string Anchor(string heading) => NotInAnchors().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ +(?<text>.+?) *$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"(?<=`|^|^.*(&&|;|\|) )dataflux (?<name>[a-z]+)(?=[ `\r\n])[^`\r\n]*",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000)]
    private static partial Regex Command();

    [GeneratedRegex(@" (#|-- ).*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandEnd();

    [GeneratedRegex(@"(?<= )--?[a-z][\w-]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Flag();

    [GeneratedRegex(@"[^\w -]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotInAnchors();
}
