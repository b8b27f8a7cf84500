namespace Dataflux.Engine.Inspection;

/// <summary>One kind of items.</summary>
public sealed record KindInspection
{
    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// What its items have in the attributes of the <see cref="KindRule"/>: the value of a type attribute, or the pattern of a key,
    /// in which <c>*</c> stands for what varies. Empty for other rules.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Where { get; init; }

    /// <summary>Its items, deletes included.</summary>
    public required long Items { get; init; }

    /// <summary>Those that were deleted.</summary>
    public required long Deletes { get; init; }

    /// <summary>
    /// What tells its items apart, the likeliest first: the table's key does so too, where <see cref="ExportInspection.Keys"/> has one.
    /// </summary>
    public IReadOnlyList<KeyCandidate> Keys { get; init; } = [];

    /// <summary>Its attributes, also those in maps (<c>a.b</c>) and lists (<c>a[]</c>), in the order they were met.</summary>
    public required IReadOnlyList<AttributeInspection> Attributes { get; init; }
}
