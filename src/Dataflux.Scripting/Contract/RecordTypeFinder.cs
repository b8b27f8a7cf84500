using Microsoft.CodeAnalysis;

namespace Dataflux.Scripting.Contract;

/// <summary>Finds the record types of a script whose <c>transform</c> returns their base.</summary>
internal sealed class RecordTypeFinder(INamedTypeSymbol script, KnownTypes types, List<SyntaxTree> trees)
{
    /// <summary>The concrete types behind what <c>transform</c> returns, in the order they are declared, loaded files first.</summary>
    internal IReadOnlyList<ITypeSymbol> Of(ITypeSymbol record)
    {
        if (IsConcrete(record))
            return [record];
        return [.. Declared(script)
            .Where(t => IsConcrete(t) && !IsGeneric(t) && IsMapped(t) && IsKindOf(t, record))
            .OrderBy(t => trees.IndexOf(t.DeclaringSyntaxReferences[0].SyntaxTree))
            .ThenBy(t => t.DeclaringSyntaxReferences[0].Span.Start)];
    }

    /// <summary>Whether a type, or each concrete type behind it, says how it is written.</summary>
    internal bool AreMarked(ITypeSymbol type) =>
        Of(type) is { Count: > 0 } found && found.All(t => t is INamedTypeSymbol named && IsMapped(named));

    internal static bool IsConcrete(ITypeSymbol type) =>
        type.TypeKind is TypeKind.Class or TypeKind.Struct && type is { IsAbstract: false, IsStatic: false, IsRefLikeType: false }
        && type.SpecialType != SpecialType.System_Object;

    /// <summary>Whether a type can be mapped to a table, or be the base of types that can.</summary>
    internal static bool CanBeRecord(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Object
        || (type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface && type.SpecialType == SpecialType.None
            && KnownTypes.InsideNullable(type) is null);

    /// <summary>The name by which the runtime finds a type: nested types are joined by <c>+</c>.</summary>
    internal static string MetadataName(ITypeSymbol type) =>
        type.ContainingType is null ? type.MetadataName : $"{MetadataName(type.ContainingType)}+{type.MetadataName}";

    private static IEnumerable<INamedTypeSymbol> Declared(INamedTypeSymbol within) =>
        within.GetTypeMembers().Where(t => t.DeclaringSyntaxReferences.Length > 0).SelectMany(t => Declared(t).Prepend(t));

    private static bool IsGeneric(INamedTypeSymbol type) =>
        type.IsGenericType || (type.ContainingType is { } outer && IsGeneric(outer));

    private bool IsKindOf(INamedTypeSymbol type, ITypeSymbol record) =>
        record.SpecialType == SpecialType.System_Object || types.Fits(type, record)
        || type.AllInterfaces.Any(i => KnownTypes.Same(i, record));

    private bool IsMapped(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (KnownTypes.Has(t, types.Table) || t.GetMembers().Any(m => KnownTypes.Has(m, types.Key)))
                return true;
        }

        return false;
    }
}
