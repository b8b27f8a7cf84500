using Dataflux.Engine.Ground;
using Dataflux.Scripting.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Scripting.Contract;

/// <summary>
/// Finds functions that change a variable of the script, on which the result would then depend: a counter, the last row seen.
/// <c>??=</c> fills a cache, and <c>onStart</c> may prepare what the others read.
/// </summary>
internal sealed class StateFinder(CSharpCompilation compilation)
{
    /// <summary>A warning for each place.</summary>
    internal IEnumerable<Problem> Find() => compilation.SyntaxTrees.SelectMany(Find);

    private IEnumerable<Problem> Find(SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (Changed(node) is { } target
                && node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } function
                && ContractNames.Match(function.Identifier.ValueText) is not (ContractNames.OnStart or ContractNames.OnComplete)
                && model.GetSymbolInfo(target).Symbol is IFieldSymbol field && Outlives(field))
            {
                yield return ScriptProblems.KeepsState(RoslynPositions.Of(node.GetLocation()), function.Identifier.ValueText, field.Name);
            }
        }
    }

    private bool Outlives(IFieldSymbol field) =>
        field.DeclaringSyntaxReferences.Length > 0
        && (field.IsStatic || SymbolEqualityComparer.Default.Equals(field.ContainingType, compilation.ScriptClass));

    private static ExpressionSyntax? Changed(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment when !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) => assignment.Left,
        PrefixUnaryExpressionSyntax prefix
            when prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression => prefix.Operand,
        PostfixUnaryExpressionSyntax postfix
            when postfix.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression => postfix.Operand,
        _ => null,
    };
}
