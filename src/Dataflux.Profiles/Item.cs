namespace Dataflux.Profiles;

/// <summary>
/// A typed, read-only view of the attributes of one DynamoDB item, or of a map inside one. Getters name the attribute
/// and the type wanted; nothing is converted silently. An item may be kept after <c>parseItem</c> returns.
/// </summary>
/// <remarks>
/// <c>X(name)</c> wants the attribute to be there; <c>TryX(name)</c> gives <see langword="null"/> when it is missing or
/// NULL. Both throw <see cref="AttributeException"/> for another type or a value that does not fit.
/// </remarks>
public readonly struct Item
{
    /// <summary>How many attributes there are.</summary>
    public int Count => throw new NotSupportedException();

    /// <summary>What happened to the item; always <see cref="Profiles.Change.Put"/> for a full export.</summary>
    public Change Change => throw new NotSupportedException();

    /// <summary>The key attributes of an incremental export's record; empty for a full export, which does not name its keys.</summary>
    public Item Keys => throw new NotSupportedException();

    /// <summary>The item as it was before an incremental export's window; <see langword="null"/> when the export has none.</summary>
    public Item? OldImage => throw new NotSupportedException();

    /// <summary>When the change was written, to the microsecond; <see langword="null"/> for a full export.</summary>
    public DateTimeOffset? WrittenAt => throw new NotSupportedException();

    /// <summary>The attribute as a value of any type.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <exception cref="AttributeException">The attribute is missing.</exception>
    public Value this[string name] => throw new NotSupportedException();

    /// <summary>Reads one item from DynamoDB JSON: <c>{"Item":{..}}</c>, a line of an incremental export, or bare attributes.</summary>
    /// <param name="dynamoDbJson">The JSON text.</param>
    /// <returns>The item.</returns>
    /// <exception cref="FormatException">The text is not DynamoDB JSON; the message says where.</exception>
    public static Item Parse(string dynamoDbJson) => throw new NotSupportedException();

    /// <summary>Whether the attribute is there, NULL or not.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>Whether it is there.</returns>
    public bool Has(string name) => throw new NotSupportedException();

    /// <summary>Text of an S attribute.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The text.</returns>
    public string String(string name) => throw new NotSupportedException();

    /// <summary>Text of an S attribute, <see langword="null"/> when missing or NULL.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The text.</returns>
    public string? TryString(string name) => throw new NotSupportedException();

    /// <summary>An N attribute as a 64-bit integer.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <param name="orText">Whether an S attribute that holds a number is taken too.</param>
    /// <returns>The number.</returns>
    public long Int64(string name, bool orText = false) => throw new NotSupportedException();
}
