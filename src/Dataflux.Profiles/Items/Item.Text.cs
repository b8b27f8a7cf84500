namespace Dataflux.Profiles;

public readonly partial struct Item
{
    /// <summary>Text of an S attribute.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The text.</returns>
    /// <exception cref="AttributeException">
    /// The attribute is missing, is not S, or holds half of a surrogate pair, which is no text.
    /// </exception>
    public string String(string name) => Required(name, "S").AsString();

    /// <summary>Like <see cref="String"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="String" path="/param"/>
    /// <returns>The text or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not S, or holds half of a surrogate pair.</exception>
    public string? TryString(string name) => TryGet(name, out var value) ? value.AsString() : null;

    /// <summary>
    /// Text of an S attribute as it is in the export, in UTF-8 and without a string of its own: for the rows of large migrations, see
    /// <see cref="Profiles.Text"/>.
    /// </summary>
    /// <inheritdoc cref="String" path="/param"/>
    /// <returns>The text.</returns>
    /// <exception cref="AttributeException">
    /// The attribute is missing, is not S, or holds half of a surrogate pair, which is no text.
    /// </exception>
    public Text Text(string name) => Required(name, "S").AsText();

    /// <summary>Like <see cref="Text"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="String" path="/param"/>
    /// <returns>The text or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not S, or holds half of a surrogate pair.</exception>
    public Text? TryText(string name) => TryGet(name, out var value) ? value.AsText() : null;

    /// <summary>A BOOL attribute.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The truth value.</returns>
    /// <exception cref="AttributeException">The attribute is missing or is not BOOL.</exception>
    public bool Bool(string name) => Required(name, "BOOL").AsBool();

    /// <summary>Like <see cref="Bool"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="Bool" path="/param"/>
    /// <returns>The truth value or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not BOOL.</exception>
    public bool? TryBool(string name) => TryGet(name, out var value) ? value.AsBool() : null;

    /// <summary>The bytes of a B attribute.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The bytes, decoded from the export's base64.</returns>
    /// <exception cref="AttributeException">The attribute is missing or is not B.</exception>
    public byte[] Bytes(string name) => Required(name, "B").AsBytes();

    /// <summary>Like <see cref="Bytes"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="Bytes" path="/param"/>
    /// <returns>The bytes or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not B.</exception>
    public byte[]? TryBytes(string name) => TryGet(name, out var value) ? value.AsBytes() : null;

    /// <summary>An S attribute that holds a UUID, with or without hyphens.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The UUID.</returns>
    /// <exception cref="AttributeException">The attribute is missing, is not S or holds no UUID.</exception>
    public Guid Guid(string name) => Required(name, "S (UUID)").AsGuid();

    /// <summary>Like <see cref="Guid"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="Guid" path="/param"/>
    /// <returns>The UUID or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not S or holds no UUID.</exception>
    public Guid? TryGuid(string name) => TryGet(name, out var value) ? value.AsGuid() : null;
}
