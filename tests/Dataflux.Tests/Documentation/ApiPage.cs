using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Dataflux.Tests.Cli;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Tests.Documentation;

/// <summary>
/// The page of what a profile calls, made of the sources of <c>Dataflux.Profiles</c>: each public type with its members as they are
/// written there, and what their documentation comments say. A parameter is explained once in each type.
/// </summary>
internal static partial class ApiPage
{
    /// <summary>The types in the order in which an author meets them.</summary>
    internal static readonly string[] Types =
    [
        "Item", "DynamoDbItem", "Value", "ValueList", "AttributeType", "Change", "Epoch", "ProfileContext", "ProfileLog", "Text", "Json",
        "Number", "Uuid", "ITarget", "ISqlTarget", "Upsert", "AttributeException", "OptionException",
    ];

    /// <summary>What is public for the engine, the compiler of scripts or a tool, and not called by a profile.</summary>
    internal static readonly string[] NotForAuthors =
        ["ItemBlock", "ProfileContract", "StackGuard", "TextBuilder", "UpsertRule", "UpsertRuleKind"];

    private static readonly string Sources = Path.Combine(Repository.Folder, "src", "Dataflux.Profiles");

    private const string Head = """
        # What a profile calls

        All that is public for a script, from the documentation comments in `src/Dataflux.Profiles`, which an editor shows too. How it plays
        together: [profiles](profiles.md). What may change, and when: [the contract](contract.md).
        """;

    /// <summary>The whole page.</summary>
    internal static string Write()
    {
        var declared = Declarations().ToLookup(type => type.Identifier.Text);
        var page = new StringBuilder(Head).Append("\n\n");
        page.AppendJoin(" · ", Types.Select(type => $"[{type}](#{type.ToLower(CultureInfo.InvariantCulture)})")).Append('\n');
        foreach (var type in Types)
            WriteType(page, type, [.. declared[type]]);
        return page.ToString();
    }

    /// <summary>
    /// The public types of the assembly, one for each part of a partial type; the file with the type's own comment comes first.
    /// </summary>
    internal static IEnumerable<BaseTypeDeclarationSyntax> Declarations() =>
        from file in Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories)
        let tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file))
        from type in tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where type.Modifiers.Any(SyntaxKind.PublicKeyword) && type.Parent is BaseNamespaceDeclarationSyntax
        orderby Path.GetFileName(file) != $"{type.Identifier.Text}.cs", file
        select type;

    private static void WriteType(StringBuilder page, string name, BaseTypeDeclarationSyntax[] parts)
    {
        var comment = parts.Select(Comment).FirstOrDefault(comment => comment.Element("summary") is not null) ?? new XElement("doc");
        page.Append(CultureInfo.InvariantCulture, $"\n## {name}\n\n{Markdown(comment.Element("summary"))}\n");
        if (comment.Element("remarks") is { } remarks)
            page.Append(CultureInfo.InvariantCulture, $"\n{Markdown(remarks)}\n");
        var explained = new HashSet<string>();
        var rows = from member in parts.SelectMany(Members)
                   let told = Comment(member)
                   let summary = told.Element("summary")
                   where summary is not null
                   select $"| `{Cell(Signature(member))}` | {Cell(Meaning(summary, told, explained))} |\n";
        if (string.Concat(rows) is { Length: > 0 } table)
            page.Append("\n| | |\n|---|---|\n").Append(table);
    }

    private static IEnumerable<MemberDeclarationSyntax> Members(BaseTypeDeclarationSyntax part) => part switch
    {
        EnumDeclarationSyntax choices => choices.Members,
        InterfaceDeclarationSyntax calls => calls.Members,
        TypeDeclarationSyntax type => type.Members.Where(
            member => member.Modifiers.Any(SyntaxKind.PublicKeyword) && member is not BaseTypeDeclarationSyntax),
        _ => [],
    };

    private static string Signature(MemberDeclarationSyntax member)
    {
        var isStatic = member.Modifiers.Any(SyntaxKind.StaticKeyword);
        var bare = member.WithoutTrivia().WithAttributeLists([]);
        bare = bare is EnumMemberDeclarationSyntax choice
            ? choice.WithEqualsValue(null)
            : bare.WithModifiers(isStatic ? [SyntaxFactory.Token(SyntaxKind.StaticKeyword).WithTrailingTrivia(SyntaxFactory.Space)] : []);
        bare = bare switch
        {
            MethodDeclarationSyntax method => method.WithBody(null).WithExpressionBody(null).WithConstraintClauses([])
                .WithSemicolonToken(default),
            BaseMethodDeclarationSyntax other => other.WithBody(null).WithExpressionBody(null).WithSemicolonToken(default),
            PropertyDeclarationSyntax property => property.WithAccessorList(null).WithExpressionBody(null).WithInitializer(null)
                .WithSemicolonToken(default),
            IndexerDeclarationSyntax index => index.WithAccessorList(null).WithExpressionBody(null).WithSemicolonToken(default),
            FieldDeclarationSyntax field => field.WithSemicolonToken(default).WithDeclaration(
                field.Declaration.WithVariables([.. field.Declaration.Variables.Select(variable => variable.WithInitializer(null))])),
            _ => bare,
        };
        return Spaces().Replace(Attributes().Replace(bare.ToString(), ""), " ").Trim();
    }

    private static string Meaning(XElement summary, XElement comment, HashSet<string> explained)
    {
        var parts = new List<string> { Markdown(summary) };
        parts.AddRange(comment.Elements("typeparam").Concat(comment.Elements("param"))
            .Select(parameter => $"`{(string?)parameter.Attribute("name")}`: {Markdown(parameter)}").Where(explained.Add));
        if (comment.Element("returns") is { } returns && Markdown(returns) is var gives && gives.Split(' ').Length > 4)
            parts.Add($"Returns: {gives}");
        parts.AddRange(comment.Elements("exception").Select(thrown => $"Throws `{Reference(thrown)}`: {Markdown(thrown)}"));
        parts.AddRange(comment.Elements("example").Select(example => $"`{Spaces().Replace(example.Value, " ").Trim()}`"));
        return string.Join("<br>", parts);
    }

    private static XElement Comment(MemberDeclarationSyntax member) => XElement.Parse(
        $"<doc>{string.Join('\n', member.GetLeadingTrivia().ToFullString().Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("///", StringComparison.Ordinal)).Select(line => line[3..]))}</doc>");

    private static string Markdown(XElement? element) => Spaces().Replace(string.Concat(element?.Nodes().Select(Inline) ?? []), " ").Trim();

    private static string Inline(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "b" } strong => $"**{strong.Value}**",
        XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } see => $"`{Reference(see)}`",
        XElement other => string.Concat(other.Nodes().Select(Inline)),
        XText text => text.Value.Replace("<", "&lt;", StringComparison.Ordinal),
        _ => "",
    };

    private static string Reference(XElement see) => (string?)see.Attribute("langword") ?? (string?)see.Attribute("name")
        ?? Arguments().Replace((string?)see.Attribute("cref") ?? "", "");

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^Profiles\.|[({].*$")]
    private static partial Regex Arguments();

    [GeneratedRegex(@"\[[A-Z]\w+\([^)]*\)\] ")]
    private static partial Regex Attributes();
}
