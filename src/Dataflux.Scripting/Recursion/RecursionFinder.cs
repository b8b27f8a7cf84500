using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Scripting.Recursion;

/// <summary>
/// Finds the functions of a script that may call themselves, directly or through others: methods, local functions, lambdas, properties,
/// constructors and operators.
/// </summary>
/// <param name="compilation">The script, without errors.</param>
internal sealed class RecursionFinder(CSharpCompilation compilation)
{
    private readonly Dictionary<string, List<SyntaxNode>> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<SyntaxNode, HashSet<string>> _calls = [];
    private readonly Dictionary<SyntaxNode, List<SyntaxNode>> _lambdas = [];

    /// <summary>The functions: what has a body, or the arrow of a property.</summary>
    internal List<SyntaxNode> Find()
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var function in tree.GetRoot().DescendantNodes().Where(IsFunction))
                Add(function, model);
        }

        return [.. _calls.Keys.Where(CallsItself)];
    }

    private static bool IsFunction(SyntaxNode node) => node
        is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax
        or ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax };

    private void Add(SyntaxNode function, SemanticModel model)
    {
        foreach (var name in CallNames.Declared(function, model))
        {
            if (!_declared.TryGetValue(name, out var named))
                _declared.Add(name, named = []);
            named.Add(function);
        }

        var inner = function.DescendantNodes(node => node == function || !IsFunction(node)).ToList();
        _calls.Add(function, [.. inner.Where(node => !IsFunction(node)).Select(node => CallNames.Called(node, model)).OfType<string>()]);

        // Whoever makes a lambda probably has it called.
        _lambdas.Add(function, [.. inner.Where(static node => node is AnonymousFunctionExpressionSyntax)]);
    }

    private bool CallsItself(SyntaxNode function)
    {
        var seen = new HashSet<SyntaxNode>();
        var open = new Stack<SyntaxNode>([function]);
        while (open.TryPop(out var caller))
        {
            foreach (var called in _lambdas[caller].Concat(_calls[caller].SelectMany(name => _declared.GetValueOrDefault(name) ?? [])))
            {
                if (called == function)
                    return true;
                if (seen.Add(called))
                    open.Push(called);
            }
        }

        return false;
    }
}
