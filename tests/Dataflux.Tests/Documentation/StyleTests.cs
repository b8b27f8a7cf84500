using Dataflux.Tests.Cli;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dataflux.Tests.Documentation;

/// <summary>What the build's analyzers cannot say of the style.</summary>
public sealed class StyleTests
{
    [Fact]
    public void A_body_of_one_line_has_no_braces() => AssertNowhere(
        static root => SpareBraces.In(root).Select(static block => block.GetLocation().GetLineSpan().StartLinePosition.Line),
        "src",
        "tests");

    [Fact]
    public void A_member_of_an_internal_type_has_a_comment_of_its_own_or_none() => AssertNowhere(SpareComments.In, "src");

    private static void AssertNowhere(Func<SyntaxNode, IEnumerable<int>> lines, params string[] folders)
    {
        var found = Repository.Files("*.cs", folders).AsParallel()
            .SelectMany(path => lines(CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot())
                .Select(line => $"{Path.GetRelativePath(Repository.Folder, path)}({line + 1})"))
            .Order(StringComparer.Ordinal).ToList();

        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
