namespace Dataflux.Authoring.Scaffolding;

/// <summary>A column of a table that is to be made, with the attribute it is filled from.</summary>
/// <param name="Attribute">The attribute; empty for what is made of the whole item.</param>
/// <param name="Property">The record's property.</param>
/// <param name="Column">The column's name.</param>
/// <param name="Type">How it is read, held and stored.</param>
/// <param name="IsKey">Whether it is part of the primary key.</param>
/// <param name="IsNullable">Whether it may be missing.</param>
internal sealed record EntityColumn(string Attribute, string Property, string Column, ColumnType Type, bool IsKey, bool IsNullable)
{
    /// <summary>The script's own function that reading it calls; <see langword="null"/>: none.</summary>
    internal ScriptFunction? Uses => IsOptional ? Type.Uses : Type.RequiredUses;

    /// <summary>A value of the attribute as YAML, for tests; <see langword="null"/> for what is no attribute.</summary>
    internal string? Example { get; init; }

    /// <summary>What comes of the example, as YAML; <see langword="null"/>: the example itself, where it is not converted.</summary>
    internal string? Expected { get; init; }

    /// <summary>What it identifies, for an id within a composed key; <see langword="null"/> for any other column.</summary>
    internal string? IdOf { get; init; }

    /// <summary>The property's C# type.</summary>
    internal string Clr => IsNullable ? Type.Clr + "?" : Type.Clr;

    private bool IsOptional => IsNullable || Type.Required is null;

    /// <summary>The expression that reads it, as part of the key, from the key of a deleted item.</summary>
    internal string ReadOfKey => IdOf is null ? "item.Keys" + Read["item".Length..] : "idOf(item.Keys" + Read["idOf(item".Length..];

    /// <summary>The expression that reads it from an item.</summary>
    internal string Read
    {
        get
        {
            var expression = IsOptional ? Type.Optional : Type.Required!;
            return expression.Replace("{0}", CSharpNames.Literal(Attribute), StringComparison.Ordinal);
        }
    }
}
