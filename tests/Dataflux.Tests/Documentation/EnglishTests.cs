using System.Text.RegularExpressions;
using Dataflux.Tests.Cli;

namespace Dataflux.Tests.Documentation;

/// <summary>Turns of phrase that a reader must parse stay out of pages, messages and comments.</summary>
public sealed partial class EnglishTests
{
    private static readonly string[] Endings = [".cs", ".md", ".csx", ".yaml", ".html"];

    [Fact]
    public void Nothing_that_a_reader_sees_has_a_turn_of_phrase_that_must_be_parsed()
    {
        var pages = new[] { "README.md", "CHANGELOG.md", "SECURITY.md" }.Select(name => Path.Combine(Repository.Folder, name));
        var rest = Repository.Files("*", "docs", "src", "examples", "migrations")
            .Where(path => Endings.Contains(Path.GetExtension(path)));

        var found = pages.Concat(rest)
            .SelectMany(
                path => File.ReadLines(path)
                    .Select((line, i) => (Line: line, Place: $"{Path.GetRelativePath(Repository.Folder, path)}({i + 1})")))
            .Where(at => Banned().IsMatch(at.Line)).Select(at => $"{at.Place}: {at.Line.Trim()}");

        Assert.Empty(found);
    }

    [GeneratedRegex(
        @"\b(anew|borne|takes away|excepted|carries out|so-manieth|rows there are none)\b",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex Banned();
}
