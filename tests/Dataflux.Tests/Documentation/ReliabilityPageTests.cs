using System.Text.RegularExpressions;
using Dataflux.Tests.Cli;

namespace Dataflux.Tests.Documentation;

/// <summary>The page that says how each failure ends names the tests that show it.</summary>
public sealed partial class ReliabilityPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Repository.Folder, "docs", "reliability.md"));

    [Fact]
    public void Every_failure_in_a_table_names_a_test()
    {
        var rows = Page.Where(line => line.StartsWith('|')
            && !line.StartsWith("|---", StringComparison.Ordinal) && !line.EndsWith("shown by |", StringComparison.Ordinal)).ToList();

        Assert.True(rows.Count > 30, $"only {rows.Count} rows were found");
        Assert.All(rows, row => Assert.Matches(@"\| `\w+Tests`(, `\w+Tests`)* \|$", row));
    }

    [Fact]
    public void Every_test_that_the_page_names_exists_and_has_tests()
    {
        var sources = Repository.Files("*Tests.cs", "tests")
            .ToLookup(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);
        var named = Page.SelectMany(line => TestName().Matches(line)).Select(match => match.Value).Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.Contains("CrashTests", named);
        Assert.All(named, name => Assert.Contains(sources[name], path => IsTest().IsMatch(File.ReadAllText(path))));
    }

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w+Tests\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestName();

    [GeneratedRegex(@"\[(Fact|Theory)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsTest();
}
