namespace Dataflux.Profiles.Parsing;

/// <summary>
/// Where one attribute (or element of a list or set) lies in its block's bytes: 16 bytes, because a block holds
/// one for every attribute of every item.
/// </summary>
internal struct AttributeEntry
{
    /// <summary>The bits of <see cref="Kind"/> that an unescaped name of the right length must match.</summary>
    public const int NameMask = ~(TypeMask | ValueEscapedFlag | ReadFlag);
    public const int NameLengthShift = 8;
    public const int MaxNameLength = (1 << 23) - 1;
    public const int NameEscapedFlag = 0x10;
    private const int TypeMask = 0x0F;
    private const int ValueEscapedFlag = 0x20;
    private const int ReadFlag = 0x40;

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
    public int Kind { get; private set; }

    public int NameStart { get; }

    /// <summary>S, N and B: the first byte inside the quotes; everything else: the first byte of the JSON value.</summary>
    public int ValueStart { get; }

    public int ValueLength { get; }

    public readonly AttributeType Type => (AttributeType)(Kind & TypeMask);

    public readonly int NameLength => Kind >> NameLengthShift;

    public readonly bool NameEscaped => (Kind & NameEscapedFlag) != 0;

    public readonly bool ValueEscaped => (Kind & ValueEscapedFlag) != 0;

    /// <summary>Whether an accessor asked for the attribute and found it, or there is nothing to read.</summary>
    public readonly bool IsReadOrNull => (Kind & ReadFlag) != 0 || Type == AttributeType.NULL;

    /// <summary>The only change that an entry ever sees, and always the same one: several threads may make it.</summary>
    public void MarkRead() => Kind |= ReadFlag;
}
