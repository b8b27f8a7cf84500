using System.Text.RegularExpressions;
using Dataflux.Dialects;
using Dataflux.Tests.Cli;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Tests.Layers;

/// <summary>
/// A dialect is known by its own folder and by the registry. What a source names counts, and what it says; comments do not, nor do
/// examples for people.
/// </summary>
public sealed partial class DialectNameTests
{
    private static readonly string Sources = Path.Combine(Repository.Folder, "src");

    // "files" is an everyday word.
    private static readonly string[] Types =
    [
        .. ShippedDialects.Registry.Sources.Select(static dialect => dialect.Type)
            .Concat(ShippedDialects.Registry.Targets.Select(static dialect => dialect.Type)).Where(static type => type != "files"),
    ];

    [Fact]
    public void The_front_end_names_no_dialect()
    {
        // The one place that takes the registry.
        var composition = Path.Combine("Dataflux.Cli", "Composing", "Shipped.cs");
        var others = Directory.GetDirectories(Sources).Select(Path.GetFileName).OfType<string>()
            .Except(["Dataflux.Dialects", "Dataflux.Engine"]);
        var found = Words([.. others])
            .Where(word => IsOfDialect(word.Text) || (word.Text == "Dataflux.Dialects" && word.File != composition));

        Assert.Empty(found.Select(word => $"{word.File}({word.Line}): {word.Text}"));
    }

    [Fact]
    public void The_engine_names_no_dialect_no_cloud_and_no_SQL()
    {
        var found = Words("Dataflux.Engine")
            .Where(word => IsOfDialect(word.Text) || word.Text == "Dataflux.Dialects" || OfTarget().IsMatch(word.Text));

        Assert.Empty(found.Select(word => $"{word.File}({word.Line}): {word.Text}"));
    }

    [Fact]
    public void What_all_databases_of_SQL_share_names_none_of_them()
    {
        const string shared = "Dataflux.Dialects.Sql";
        var found = Words("Dataflux.Dialects")
            .Where(word => word.File.StartsWith(Path.Combine("Dataflux.Dialects", "Sql"), StringComparison.Ordinal))
            .Where(word => IsOfDialect(word.Text) && !word.Text.StartsWith(shared, StringComparison.Ordinal));

        Assert.Empty(found.Select(word => $"{word.File}({word.Line}): {word.Text}"));
    }

    [Fact]
    public void A_kind_of_target_is_known_to_its_folder_and_the_registry_alone()
    {
        var found = Repository.Files("*.cs", "src")
            .Where(path => File.ReadAllText(path).Contains("Dataflux.Dialects.PostgreSql", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Sources, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("Dataflux.Dialects/PostgreSql/", StringComparison.Ordinal));

        Assert.Equal(["Dataflux.Dialects/ShippedDialects.cs"], found);
    }

    [Fact]
    public void Names_and_texts_are_found_and_comments_and_examples_are_not()
    {
        const string code = """
            using Dataflux.Dialects;
            // Npgsql in a comment
            class A
            {
                [Example("dataflux psql a.yaml", "look around")]
                string B() => $"{new NpgsqlCommand()} at s3://{0}";
            }
            """;

        Assert.Equal(["NpgsqlCommand", " at s3://"], WordsOf(code).Select(word => word.Text).Where(IsOfDialect));
        Assert.Contains("Dataflux.Dialects", WordsOf(code).Select(word => word.Text));
    }

    [Fact]
    public void Dialects_that_share_a_flag_mean_the_same_option_by_it()
    {
        var flags = ShippedDialects.Registry.Options.Where(option => option.Flag is not null).ToLookup(option => option.Flag!.Name);

        Assert.All(flags, same => Assert.Single(same.Select(option => (option.Name, option.Flag)).Distinct()));
    }

    // "files" is an everyday word.
    private static bool IsOfDialect(string word) =>
        OfDialect().IsMatch(word)
        || Types.Any(type => word.Contains(type, StringComparison.Ordinal));

    private static IEnumerable<(string File, int Line, string Text)> Words(params string[] projects) =>
        from project in projects
        from path in Repository.Files("*.cs", Path.Combine("src", project))
        let file = Path.GetRelativePath(Sources, path)
        where !file.Split(Path.DirectorySeparatorChar).Contains("Explaining") // mistakes with definitions, which name kinds
        from word in WordsOf(File.ReadAllText(path))
        select (file, word.Line, word.Text);

    private static IEnumerable<(int Line, string Text)> WordsOf(string code)
    {
        var root = CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot();
        var words = root
            .DescendantTokens(static node => node is not AttributeSyntax { Name: IdentifierNameSyntax { Identifier.Text: "Example" } })
            .Where(static token => token.Kind() is SyntaxKind.IdentifierToken or SyntaxKind.StringLiteralToken
                or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken
                or SyntaxKind.MultiLineRawStringLiteralToken)
            .Select(static token => (token.SpanStart, token.ValueText));
        return root.Usings.Select(static use => (use.SpanStart, use.NamespaceOrType.ToString())).Concat(words)
            .Select(word => (root.SyntaxTree.GetLineSpan(new(word.SpanStart, 0)).StartLinePosition.Line + 1, word.Item2));
    }

    [GeneratedRegex(
        @"^(Npgsql|Amazon|AWSSDK)|^Dataflux\.Dialects\.|postgres|psql|s3:|\bS3|SQLSTATE",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex OfDialect();

    [GeneratedRegex(@"\bAWS|SQL\b|Sql", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfTarget();
}
