namespace Dataflux.Profiles;

public readonly partial struct Item
{
    /// <summary>The elements of an SS attribute; a set has no order.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The elements.</returns>
    /// <exception cref="AttributeException">The attribute is missing or is not SS.</exception>
    public string[] StringSet(string name) => Required(name, "SS").AsStringSet();

    /// <summary>Like <see cref="StringSet"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="StringSet" path="/param"/>
    /// <returns>The elements or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not SS.</exception>
    public string[]? TryStringSet(string name) => TryGet(name, out var value) ? value.AsStringSet() : null;

    /// <summary>The elements of an NS attribute; a set has no order.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The elements.</returns>
    /// <exception cref="AttributeException">The attribute is missing or is not NS.</exception>
    public Number[] NumberSet(string name) => Required(name, "NS").AsNumberSet();

    /// <summary>Like <see cref="NumberSet"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="NumberSet" path="/param"/>
    /// <returns>The elements or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not NS.</exception>
    public Number[]? TryNumberSet(string name) => TryGet(name, out var value) ? value.AsNumberSet() : null;

    /// <summary>The elements of a BS attribute; a set has no order.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The elements.</returns>
    /// <exception cref="AttributeException">The attribute is missing or is not BS.</exception>
    public byte[][] BytesSet(string name) => Required(name, "BS").AsBytesSet();

    /// <summary>Like <see cref="BytesSet"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="BytesSet" path="/param"/>
    /// <returns>The elements or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not BS.</exception>
    public byte[][]? TryBytesSet(string name) => TryGet(name, out var value) ? value.AsBytesSet() : null;

    /// <summary>An M attribute: attributes in an attribute.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The map.</returns>
    /// <exception cref="AttributeException">The attribute is missing or is not M.</exception>
    public Item Map(string name) => Required(name, "M").AsMap();

    /// <summary>Like <see cref="Map"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="Map" path="/param"/>
    /// <returns>The map or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not M.</exception>
    public Item? TryMap(string name) => TryGet(name, out var value) ? value.AsMap() : null;

    /// <summary>An L attribute: values of any types, in order.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The list.</returns>
    /// <exception cref="AttributeException">The attribute is missing or is not L.</exception>
    public ValueList List(string name) => Required(name, "L").AsList();

    /// <summary>Like <see cref="List"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="List" path="/param"/>
    /// <returns>The list or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not L.</exception>
    public ValueList? TryList(string name) => TryGet(name, out var value) ? value.AsList() : null;
}
