using Dataflux.Engine.Ground;
using Dataflux.Scripting.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Scripting.Contract;

/// <summary>
/// Finds what a script takes from outside of the items (a clock, random numbers, files), where it writes to the terminal, and statements
/// that run whenever it is loaded. <c>onStart</c> and <c>onComplete</c> run once and may look around.
/// </summary>
internal sealed class OutsideFinder(CSharpCompilation compilation)
{
    /// <summary>A warning for each place.</summary>
    internal IEnumerable<Problem> Find() => compilation.SyntaxTrees.SelectMany(Find);

    private IEnumerable<Problem> Find(SyntaxTree tree)
    {
        var root = tree.GetCompilationUnitRoot();
        foreach (var statement in root.Members.OfType<GlobalStatementSyntax>())
            yield return ScriptProblems.RunsAtLoad(RoslynPositions.Of(statement.GetLocation()));

        var model = compilation.GetSemanticModel(tree);
        foreach (var node in root.DescendantNodes().Where(IsUse))
        {
            if (OutsideNames.Find(model.GetSymbolInfo(node).Symbol) is not { } use)
                continue;

            var function = node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText;
            var shown = node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node;
            var at = RoslynPositions.Of(shown.GetLocation());
            if (use == OutsideUse.Console)
                yield return ScriptProblems.WritesToTerminal(at, shown.ToString());
            else if (function is null || ContractNames.Match(function) is not (ContractNames.OnStart or ContractNames.OnComplete))
                yield return ScriptProblems.LooksOutside(at, function ?? "the script", shown.ToString(), use);
        }
    }

    // The last name of 'a.B.C' alone, so that a place is found once.
    private static bool IsUse(SyntaxNode node) => node switch
    {
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name => access.Name == name,
        SimpleNameSyntax { Parent: QualifiedNameSyntax or BaseObjectCreationExpressionSyntax } => false,
        SimpleNameSyntax or BaseObjectCreationExpressionSyntax => true,
        _ => false,
    };
}
