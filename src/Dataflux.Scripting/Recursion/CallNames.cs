using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Scripting.Recursion;

/// <summary>
/// The names under which functions are declared and called. A name stands for all functions of the script that have it: for overloads,
/// overrides and implementations of interfaces.
/// </summary>
internal static class CallNames
{
    /// <summary>The names under which a function is called.</summary>
    internal static IEnumerable<string> Declared(SyntaxNode function, SemanticModel model)
    {
        if (function is AnonymousFunctionExpressionSyntax)
            return Holders(function);
        var declared = function is ArrowExpressionClauseSyntax ? function.Parent! : function;
        return model.GetDeclaredSymbol(declared) is { } symbol ? [NameOf((symbol as IMethodSymbol)?.AssociatedSymbol ?? symbol)] : [];
    }

    /// <summary>The name that an expression or a statement calls; <see langword="null"/> when it can be none of the script's.</summary>
    internal static string? Called(SyntaxNode node, SemanticModel model)
    {
        var symbol = node switch
        {
            CommonForEachStatementSyntax loop => model.GetForEachStatementInfo(loop).GetEnumeratorMethod,
            SimpleNameSyntax or ElementAccessExpressionSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax
                or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or CastExpressionSyntax
                or AssignmentExpressionSyntax => model.GetSymbolInfo(node).Symbol,
            _ => null,
        };
        return symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol or ILocalSymbol && MayBeOwn(symbol) ? NameOf(symbol) : null;
    }

    private static bool MayBeOwn(ISymbol symbol) =>
        symbol.IsVirtual || symbol.IsAbstract || symbol.IsOverride || symbol.OriginalDefinition.Locations.Any(static at => at.IsInSource);

    private static string NameOf(ISymbol symbol) => symbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
        ? $"new {symbol.ContainingType.Name}"
        : symbol.Name;

    // A lambda is called by the variable that holds it.
    private static IEnumerable<string> Holders(SyntaxNode lambda)
    {
        foreach (var node in lambda.Ancestors())
        {
            switch (node)
            {
                case VariableDeclaratorSyntax variable:
                    return [variable.Identifier.ValueText];
                case PropertyDeclarationSyntax property:
                    return [property.Identifier.ValueText];
                case AssignmentExpressionSyntax assignment:
                    var names = assignment.Left.DescendantNodesAndSelf().OfType<SimpleNameSyntax>();
                    return names.Select(static name => name.Identifier.ValueText);
                case StatementSyntax or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax:
                    return [];
            }
        }

        return [];
    }
}
