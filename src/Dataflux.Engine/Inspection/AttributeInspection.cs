using Dataflux.Profiles;

namespace Dataflux.Engine.Inspection;

/// <summary>What is known of one attribute of a kind of items.</summary>
public sealed record AttributeInspection
{
    /// <summary>Its path: <c>a</c>, <c>a.b</c> for a member of the map <c>a</c>, <c>a[]</c> for the elements of a list or set.</summary>
    public required string Path { get; init; }

    /// <summary>Its name, when it is an attribute of the item itself; <see langword="null"/> for what is in maps, lists and sets.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// How often it is there, NULL included: in how many items, for a member of a map in how many of those maps, for elements how many.
    /// </summary>
    public required long Present { get; init; }

    /// <summary>
    /// Out of how many it might have been there: items of the kind that are not deleted, or maps. For elements as <see cref="Present"/>.
    /// </summary>
    public required long Of { get; init; }

    /// <summary>How often it has each type.</summary>
    public required IReadOnlyDictionary<AttributeType, long> Types { get; init; }

    /// <summary>Some different values, shortened; in the order they were met.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>What its numbers are like; <see langword="null"/> when it has none.</summary>
    public NumberFindings? Numbers { get; init; }

    /// <summary>What its texts are like; <see langword="null"/> when it has none.</summary>
    public TextFindings? Texts { get; init; }

    /// <summary>How often its values repeat; <see langword="null"/> for what is no attribute of the item itself, or no S, N or B.</summary>
    public ValueFindings? Values { get; init; }
}
