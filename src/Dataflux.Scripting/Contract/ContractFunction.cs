using Dataflux.Scripting.Sources;
using Microsoft.CodeAnalysis;

namespace Dataflux.Scripting.Contract;

/// <summary>A function of the script under check.</summary>
/// <param name="Name">The contract's name for it.</param>
/// <param name="Method">The function.</param>
/// <param name="Parameters">Its parameters without the context.</param>
/// <param name="TakesContext">Whether there is a context after them.</param>
internal sealed record ContractFunction(string Name, IMethodSymbol Method, IReadOnlyList<IParameterSymbol> Parameters, bool TakesContext)
{
    internal Position At => PositionOf(Method);

    internal ITypeSymbol Returns => Method.ReturnType;

    internal FunctionShape Shape()
    {
        var sameName = Method.ContainingType.GetMembers(Method.Name).OfType<IMethodSymbol>().ToList();
        return new FunctionShape(Method.Name, sameName.FindIndex(m => SymbolEqualityComparer.Default.Equals(m, Method)), TakesContext, At);
    }

    internal static Position PositionOf(IMethodSymbol method) =>
        RoslynPositions.Of(method.DeclaringSyntaxReferences[0].GetSyntax().GetLocation());

    internal static ContractFunction Of(string name, IMethodSymbol method, KnownTypes types)
    {
        var takesContext = method.Parameters.Length > 0 && KnownTypes.Same(method.Parameters[^1].Type, types.Context);
        return new ContractFunction(name, method, takesContext ? method.Parameters[..^1] : method.Parameters, takesContext);
    }

    /// <summary>Whether some type in the signature is unknown, which the compiler already reports.</summary>
    internal bool HasUnknownTypes => IsUnknown(Returns) || Method.Parameters.Any(p => IsUnknown(p.Type));

    private static bool IsUnknown(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol => true,
        IArrayTypeSymbol array => IsUnknown(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsUnknown),
        _ => false,
    };
}
