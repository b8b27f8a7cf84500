using Dataflux.Tests.Cli;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dataflux.Tests.Documentation;

/// <summary>A line of code or comment fits beside another one on a screen.</summary>
public sealed class LineTests
{
    private const int Most = 140;

    // A text over several lines, mostly SQL, is laid out as it is read elsewhere. In tests a text that is data, such as an item or a
    // pattern, is one thing and not divided either; the code around it still fits.
    private const int Data = 60;

    [Fact]
    public void No_line_is_longer_than_140_columns()
    {
        var found = Repository.Files("*.cs", "src", "tests").Select(path => Path.GetRelativePath(Repository.Folder, path))
            .AsParallel().SelectMany(TooLong).Order(StringComparer.Ordinal).ToList();

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static IEnumerable<string> TooLong(string path)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Folder, path));
        var numbers = Enumerable.Range(0, lines.Length).Where(number => lines[number].Length > Most).ToHashSet();
        if (numbers.Count > 0)
        {
            var longest = path.StartsWith("tests", StringComparison.Ordinal) ? Data : int.MaxValue;
            numbers.ExceptWith(OfTexts(string.Join('\n', lines), longest));
        }

        return numbers.Select(number => $"{path}({number + 1}): {lines[number].Length} columns");
    }

    // The lines of texts over several lines, and those with one that is long.
    private static IEnumerable<int> OfTexts(string code, int longest)
    {
        var tree = CSharpSyntaxTree.ParseText(code);
        var texts = tree.GetRoot().DescendantNodes().Where(static node =>
            node.IsKind(SyntaxKind.StringLiteralExpression) || node.IsKind(SyntaxKind.Utf8StringLiteralExpression)
            || node.IsKind(SyntaxKind.InterpolatedStringExpression));
        foreach (var text in texts)
        {
            var span = tree.GetLineSpan(text.Span);
            var (first, last) = (span.StartLinePosition.Line, span.EndLinePosition.Line);
            if (last > first || text.Span.Length > longest)
            {
                foreach (var line in Enumerable.Range(first, last - first + 1))
                    yield return line;
            }
        }
    }
}
