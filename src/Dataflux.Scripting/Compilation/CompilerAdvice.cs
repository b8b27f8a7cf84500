using Dataflux.Profiles.Items;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;

namespace Dataflux.Scripting.Compilation;

/// <summary>What a beginner wants to hear beyond the compiler's own words: the name that was probably meant.</summary>
internal sealed class CompilerAdvice(CSharpCompilation compilation)
{
    /// <summary>A namespace is declared, which scripts cannot.</summary>
    internal const string NamespaceInScript = "CS7021";

    /// <summary>The text that continues a diagnostic's message, or nothing.</summary>
    internal string For(Diagnostic diagnostic) => diagnostic.Id switch
    {
        "CS1061" or "CS0117" => Meant(diagnostic, MembersAt),
        "CS0103" => Meant(diagnostic, static (model, name) => model.LookupSymbols(name.SpanStart).Select(symbol => symbol.Name)),
        "CS0246" => Meant(diagnostic, static (model, name) => model.LookupNamespacesAndTypes(name.SpanStart).Select(symbol => symbol.Name)),
        "CS8603" => "; if null is meant, write '?' after the type that the function returns",
        "CS0592" when IsOnParameter(diagnostic) =>
            "; an attribute before a parameter of a record belongs to the parameter: write [property: …], as in [property: Key]",
        NamespaceInScript => "; remove the namespace: the functions and records of a profile stand in none",
        _ => "",
    };

    private static bool IsOnParameter(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetRoot().FindNode(
            diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ParameterSyntax>()?.Parent?.Parent is RecordDeclarationSyntax;

    private string Meant(Diagnostic diagnostic, Func<SemanticModel, SimpleNameSyntax, IEnumerable<string>> known)
    {
        if (diagnostic.Location.SourceTree is not { } tree || !compilation.ContainsSyntaxTree(tree)
            || tree.GetRoot().FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not SimpleNameSyntax name)
        {
            return "";
        }

        var given = name.Identifier.ValueText;
        return Nearest(given, known(compilation.GetSemanticModel(tree), name)) is { } nearest ? $"; did you mean '{nearest}'?" : "";
    }

    private static IEnumerable<string> MembersAt(SemanticModel model, SimpleNameSyntax name)
    {
        if (name.Parent is not MemberAccessExpressionSyntax access)
            yield break;

        var type = model.GetTypeInfo(access.Expression).Type ?? model.GetSymbolInfo(access.Expression).Symbol as ITypeSymbol;
        for (var t = type; t is not null; t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
            {
                if (member is { DeclaredAccessibility: Accessibility.Public, CanBeReferencedByName: true })
                    yield return member.Name;
            }
        }
    }

    // A name of one or two letters that differs is another name.
    private static string? Nearest(string given, IEnumerable<string> known)
    {
        var limit = given.Length <= 2 ? 0 : Math.Max(1, given.Length / 4);
        return known.Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Distance: EditDistance.Between(given.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= limit && candidate.Name != given)
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }
}
