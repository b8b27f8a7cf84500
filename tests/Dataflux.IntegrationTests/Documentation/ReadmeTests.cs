using System.Text.RegularExpressions;
using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Documentation;

/// <summary>What the README prints is done as printed, in a folder that holds nothing else.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Workspace.Repository, "README.md"));

    // Without a connection, whatever the machine's environment says.
    private static readonly Dictionary<string, string> Environment = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-readme-").FullName;

    [Fact]
    public async Task The_ten_line_profile_migrates_in_an_empty_folder()
    {
        var section = Readme[Readme.IndexOf(
            "## A profile in ten lines", StringComparison.Ordinal)..Readme.IndexOf("## Commands", StringComparison.Ordinal)];
        foreach (Match file in NamedFile().Matches(section))
        {
            await File.WriteAllTextAsync(
                Path.Combine(_folder, file.Groups["name"].Value), file.Groups["text"].Value, TestContext.Current.CancellationToken);
        }

        var shown = "";
        foreach (var line in Shell().Match(section).Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = Word().Matches(line).Select(word => word.Value.Trim('\'')).ToArray();
            Assert.Equal("dataflux", words[0]);
            using var tool = DatafluxProcess.Start(_folder, Environment, words[1..]);
            shown = await tool.EndsWithAsync(0);
        }

        Assert.Equal(["u1 | Ada   |      3", "u2 | Grace |      0"], Row().Matches(shown).Select(row => row.Value.Trim()));
    }

    [Fact]
    public void It_fits_on_a_few_screens() =>
        Assert.InRange(Readme.Split('\n').Count(line => !line.StartsWith("<!--", StringComparison.Ordinal)), 1, 150);

    [Fact]
    public void Every_page_that_it_links_to_exists() =>
        Assert.All(
            Link().Matches(Readme).Select(link => link.Groups["path"].Value),
            path => Assert.True(File.Exists(Path.Combine(Workspace.Repository, path)), path));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [GeneratedRegex(
        @"`(?<name>users\.\w+)`[^\n]*:\n\n```\w+\n(?<text>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"```sh\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shell();

    [GeneratedRegex(@"'[^']*'|\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^ *u\d \|.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\((?<path>[\w./]+\.md)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
