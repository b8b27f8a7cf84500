using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dataflux.Scripting.Contract;

/// <summary>The types the contract speaks of, and what may stand for what.</summary>
internal sealed class KnownTypes(CSharpCompilation compilation)
{
    internal INamedTypeSymbol Item { get; } = Get(compilation, "Dataflux.Profiles.Item");

    /// <summary>An item that is passed on, whose key its table knows.</summary>
    internal INamedTypeSymbol PassedItem { get; } = Get(compilation, "Dataflux.Profiles.DynamoDbItem");

    internal INamedTypeSymbol Context { get; } = Get(compilation, "Dataflux.Profiles.ProfileContext");

    internal INamedTypeSymbol Target { get; } = Get(compilation, "Dataflux.Profiles.ITarget");

    internal INamedTypeSymbol Table { get; } = Get(compilation, "System.ComponentModel.DataAnnotations.Schema.TableAttribute");

    internal INamedTypeSymbol Key { get; } = Get(compilation, "System.ComponentModel.DataAnnotations.KeyAttribute");

    private INamedTypeSymbol Task { get; } = Get(compilation, "System.Threading.Tasks.Task");

    private INamedTypeSymbol TaskOf { get; } = Get(compilation, "System.Threading.Tasks.Task`1");

    private INamedTypeSymbol Enumerable { get; } = Get(compilation, "System.Collections.Generic.IEnumerable`1");

    private INamedTypeSymbol ReadOnlyList { get; } = Get(compilation, "System.Collections.Generic.IReadOnlyList`1");

    private INamedTypeSymbol Equatable { get; } = Get(compilation, "System.IEquatable`1");

    internal INamedTypeSymbol ListOf(ITypeSymbol element) => ReadOnlyList.Construct(element);

    internal INamedTypeSymbol GroupsOf(ITypeSymbol row) => Enumerable.Construct(Enumerable.Construct(row));

    /// <summary>Whether a value of one type can be passed as another without a conversion that costs: itself or its base.</summary>
    internal bool Fits(ITypeSymbol from, ITypeSymbol to)
    {
        var conversion = compilation.ClassifyConversion(from, to);
        return conversion.IsIdentity || (conversion.IsReference && conversion.IsImplicit);
    }

    internal static bool Same(ITypeSymbol a, ITypeSymbol b) => SymbolEqualityComparer.Default.Equals(a, b);

    /// <summary>What is inside a nullable struct; otherwise <see langword="null"/>.</summary>
    internal static ITypeSymbol? InsideNullable(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : null;

    /// <summary>What a sequence holds; <see langword="null"/> for text and what is no sequence.</summary>
    internal ITypeSymbol? ElementOf(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String)
            return null;
        return type.AllInterfaces.Prepend(type).OfType<INamedTypeSymbol>()
            .FirstOrDefault(i => Same(i.OriginalDefinition, Enumerable))?.TypeArguments[0];
    }

    internal bool IsTask(ITypeSymbol type) => Same(type, Task);

    internal bool IsTaskOfInt(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Int32 }] } && Same(type.OriginalDefinition, TaskOf);

    /// <summary>Whether a function with this result runs on after it returns, which the contract allows only where it writes.</summary>
    internal static bool IsAsynchronous(IMethodSymbol method) =>
        method.IsAsync || method.ReturnType.Name is "Task" or "ValueTask" or "IAsyncEnumerable";

    /// <summary>Whether a type or one of its bases has a property with <c>[Key]</c>, or its key is known otherwise.</summary>
    internal bool HasKey(ITypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.GetMembers().Any(member => Has(member, Key)))
                return true;
        }

        return Same(type, PassedItem);
    }

    /// <summary>Whether a symbol has an attribute.</summary>
    internal static bool Has(ISymbol symbol, INamedTypeSymbol attribute) =>
        symbol.GetAttributes().Any(a => a.AttributeClass is { } c && Same(c, attribute));

    /// <summary>Whether two values of a type can be equal without being the same object.</summary>
    internal bool HasEquality(ITypeSymbol type)
    {
        if (type.TypeKind is TypeKind.Array or TypeKind.Interface or TypeKind.Delegate or TypeKind.Dynamic
            || type.SpecialType == SpecialType.System_Object || type.IsRefLikeType)
        {
            return false;
        }

        if (type.IsValueType)
            return true;
        if (type.AllInterfaces.Any(i => Same(i.OriginalDefinition, Equatable) && Same(i.TypeArguments[0], type)))
            return true;
        for (var t = type; t is not null && t.SpecialType != SpecialType.System_Object; t = t.BaseType)
        {
            if (t.GetMembers(nameof(Equals)).OfType<IMethodSymbol>().Any(m => m.IsOverride && m.Parameters.Length == 1))
                return true;
        }

        return false;
    }

    /// <summary>The type as the script's author writes it.</summary>
    internal static string Text(ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static INamedTypeSymbol Get(CSharpCompilation compilation, string name) =>
        compilation.GetTypeByMetadataName(name) ?? throw new InvalidOperationException($"the framework has no {name}");
}
