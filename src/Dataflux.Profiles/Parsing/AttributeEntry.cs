namespace Dataflux.Profiles.Parsing;

/// <summary>
/// Where one attribute (or element of a list or set) lies in its block's bytes: 16 bytes, because a block holds
/// one for every attribute of every item.
/// </summary>
internal readonly struct AttributeEntry
{
    /// <summary>The bits of <see cref="Kind"/> that an unescaped name of the right length must match.</summary>
    public const int NameMask = ~(TypeMask | ValueEscapedFlag);
    public const int NameLengthShift = 8;
    public const int MaxNameLength = (1 << 23) - 1;
    public const int NameEscapedFlag = 0x10;
    private const int TypeMask = 0x0F;
    private const int ValueEscapedFlag = 0x20;

    public AttributeEntry(
        int nameStart, int nameLength, bool nameEscaped, AttributeType type, int valueStart, int valueLength, bool valueEscaped)
    {
        Kind = (nameLength << NameLengthShift) | (int)type
            | (nameEscaped ? NameEscapedFlag : 0) | (valueEscaped ? ValueEscapedFlag : 0);
        NameStart = nameStart;
        ValueStart = valueStart;
        ValueLength = valueLength;
    }

    /// <summary>Name length, escape flags and type in one word, so that a lookup compares one word per attribute.</summary>
    public int Kind { get; }

    public int NameStart { get; }

    /// <summary>S, N and B: the first byte inside the quotes; everything else: the first byte of the JSON value.</summary>
    public int ValueStart { get; }

    public int ValueLength { get; }

    public AttributeType Type => (AttributeType)(Kind & TypeMask);

    public int NameLength => Kind >> NameLengthShift;

    public bool NameEscaped => (Kind & NameEscapedFlag) != 0;

    public bool ValueEscaped => (Kind & ValueEscapedFlag) != 0;
}
