using Dataflux.Profiles;

namespace Dataflux.Engine.Settings;

/// <summary>A column of a table that can be read.</summary>
/// <param name="Name">Its name: the attribute's.</param>
/// <param name="Type">Its type, in the source's own terms.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Attributes">The types that the attribute may have, NULL not among them.</param>
public sealed record DescribedColumn(string Name, string Type, ColumnKind Kind, IReadOnlyList<AttributeType> Attributes)
{
    /// <summary>Whether it may be null.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The most digits that its numbers have; <see langword="null"/>: any number of them.</summary>
    public int? Digits { get; init; }

    /// <summary>What is not carried of its values, or not as it is; <see langword="null"/>: all is.</summary>
    public string? Caution { get; init; }
}
