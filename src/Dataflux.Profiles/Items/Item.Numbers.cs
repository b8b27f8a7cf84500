namespace Dataflux.Profiles;

public readonly partial struct Item
{
    /// <summary>An N attribute as a 32-bit integer.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <param name="orText">Whether an S attribute that holds a number is taken too.</param>
    /// <returns>The number.</returns>
    /// <exception cref="AttributeException">
    /// The attribute is missing or is not N, or the number has a fraction or does not fit 32 bits.
    /// </exception>
    public int Int32(string name, bool orText = false) => Required(name, "N (32-bit integer)").AsInt32(orText);

    /// <summary>Like <see cref="Int32"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="Int32" path="/param"/>
    /// <returns>The number or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">
    /// The attribute is not N, or the number has a fraction or does not fit 32 bits.
    /// </exception>
    public int? TryInt32(string name, bool orText = false) => TryGet(name, out var value) ? value.AsInt32(orText) : null;

    /// <summary>An N attribute as a 64-bit integer.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <param name="orText">Whether an S attribute that holds a number is taken too.</param>
    /// <returns>The number.</returns>
    /// <exception cref="AttributeException">
    /// The attribute is missing or is not N, or the number has a fraction or does not fit 64 bits.
    /// </exception>
    public long Int64(string name, bool orText = false) => Required(name, "N (64-bit integer)").AsInt64(orText);

    /// <summary>Like <see cref="Int64"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="Int64" path="/param"/>
    /// <returns>The number or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">
    /// The attribute is not N, or the number has a fraction or does not fit 64 bits.
    /// </exception>
    public long? TryInt64(string name, bool orText = false) => TryGet(name, out var value) ? value.AsInt64(orText) : null;

    /// <summary>An N attribute as a <see cref="decimal"/>, every digit kept.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <param name="orText">Whether an S attribute that holds a number is taken too.</param>
    /// <returns>The number.</returns>
    /// <exception cref="AttributeException">
    /// The attribute is missing or is not N, or the number has more digits than a decimal holds (28 to 29).
    /// </exception>
    public decimal Decimal(string name, bool orText = false) => Required(name, "N (decimal)").AsDecimal(orText);

    /// <summary>Like <see cref="Decimal"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="Decimal" path="/param"/>
    /// <returns>The number or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">
    /// The attribute is not N, or the number has more digits than a decimal holds (28 to 29).
    /// </exception>
    public decimal? TryDecimal(string name, bool orText = false) => TryGet(name, out var value) ? value.AsDecimal(orText) : null;

    /// <summary>An N attribute as a double, <b>rounded</b> to its 15 to 17 digits; the one getter that may lose digits.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <param name="orText">Whether an S attribute that holds a number is taken too.</param>
    /// <returns>The number.</returns>
    /// <exception cref="AttributeException">The attribute is missing or is not N.</exception>
    public double Double(string name, bool orText = false) => Required(name, "N (double)").AsDouble(orText);

    /// <summary>Like <see cref="Double"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="Double" path="/param"/>
    /// <returns>The number or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not N.</exception>
    public double? TryDouble(string name, bool orText = false) => TryGet(name, out var value) ? value.AsDouble(orText) : null;

    /// <summary>An N attribute as a number with all of its up to 38 digits.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <param name="orText">Whether an S attribute that holds a number is taken too.</param>
    /// <returns>The number.</returns>
    /// <exception cref="AttributeException">The attribute is missing or is not N.</exception>
    public Number Number(string name, bool orText = false) => Required(name, "N").AsNumber(orText);

    /// <summary>Like <see cref="Number"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="Number" path="/param"/>
    /// <returns>The number or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not N.</exception>
    public Number? TryNumber(string name, bool orText = false) => TryGet(name, out var value) ? value.AsNumber(orText) : null;
}
