using Dataflux.Scripting.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Scripting.Contract;

/// <summary>Finds the options that a script reads with <c>ctx.Get</c> and <c>ctx.Require</c>.</summary>
internal sealed class OptionFinder(CSharpCompilation compilation)
{
    private readonly KnownTypes _types = new(compilation);

    /// <summary>Finds them.</summary>
    /// <param name="hasAssemblies">Whether the script refers to assemblies that may read options as well.</param>
    internal OptionReads Find(bool hasAssemblies)
    {
        var named = new List<OptionUse>();
        var others = hasAssemblies;
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<GenericNameSyntax>())
            {
                if (name.Identifier.ValueText is not ("Get" or "Require")
                    || model.GetSymbolInfo(name).Symbol is not IMethodSymbol { TypeArguments: [var type] } method
                        || !KnownTypes.Same(method.ContainingType, _types.Context))
                {
                    continue;
                }

                if (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { ArgumentList.Arguments: [var argument] } call
                    && call.Expression.Contains(name)
                    && model.GetConstantValue(argument.Expression) is { HasValue: true, Value: string option })
                {
                    var at = RoslynPositions.Of(argument.GetLocation());
                    var isRequired = method.Name == "Require";
                    named.Add(
                        new(option, at.File, at.Line, at.Column)
                        {
                            IsRequired = isRequired,
                            Otherwise = isRequired ? null : Otherwise(type),
                        });
                }
                else
                {
                    others = true;
                }
            }
        }

        return new(named, others);
    }

    // What false means is plain; null says that there is nothing.
    private static string? Otherwise(ITypeSymbol type) =>
        !type.IsValueType || type.SpecialType == SpecialType.System_Boolean || KnownTypes.InsideNullable(type) is not null ? null
        : type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double ? "0"
        : $"default({KnownTypes.Text(type)})";
}
