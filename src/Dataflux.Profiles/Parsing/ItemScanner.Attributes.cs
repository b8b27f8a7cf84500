using System.Buffers.Binary;
using Dataflux.Profiles.Fields;

namespace Dataflux.Profiles.Parsing;

internal ref partial struct ItemScanner
{
    // ":{"T":" between a name and a one-letter type's value in compact JSON, as a little-endian word without the letter T.
    private const ulong CompactTypeMask = 0xFFFF_FF00_FFFF_FFFF;
    private const ulong CompactType = 0x223A_2200_227B_3A22;

    // The first eight bytes of CompactNullText, as a little-endian word.
    private const ulong CompactNullHead = 0x4C4C_554E_227B_3A22;
    private const string CommaOrBrace = "',' or '}'";

    private static ReadOnlySpan<byte> CompactNullText => "\":{\"NULL\":true}"u8;

    /// <summary>Reads <c>{"name":{"T":value},..}</c> and appends an entry for each name.</summary>
    private bool Attributes(int depth)
    {
        if (!Expect((byte)'{', "'{' and attributes"))
            return false;
        var first = _count;
        if (PeekToken() == '}')
        {
            _position++;
            return true;
        }

        var names = new NameFilter();
        while (true)
        {
            if (CompactAttribute(out var entry))
            {
                var closing = entry.Type == AttributeType.NULL ? 1 : 2; // a brace, after a quote where the value has one
                _position = entry.ValueStart + entry.ValueLength + closing;
            }
            else
            {
                PeekToken();
                if (!Attribute(depth, out entry))
                    return false;
            }

            if (!IsNewName(entry, first, ref names))
                return RefuseDuplicate(entry);
            Append(entry);
            if (!Next((byte)'}', CommaOrBrace, out var closed))
                return false;
            if (closed)
                return !names.NeedsThoroughCheck || NamesDiffer(first);
        }
    }

    /// <summary>
    /// An S, N or B written without whitespace and escapes, which nearly all are. Declines everything else, errors
    /// included, without moving: then <see cref="Attribute"/> reads it again.
    /// </summary>
    private readonly bool CompactAttribute(out AttributeEntry entry)
    {
        entry = default;
        var bytes = _bytes;
        var name = _position + 1;
        if (name > _end || bytes[name - 1] != '"')
            return false;
        var nameEnd = StringStop(bytes, name);
        var value = nameEnd + 8;
        if (value >= _end)
            return false;
        if (nameEnd - name is 0 or > AttributeEntry.MaxNameLength)
            return false;
        var head = BinaryPrimitives.ReadUInt64LittleEndian(bytes[nameEnd..]);
        if ((head & CompactTypeMask) != CompactType)
            return head == CompactNullHead && CompactNull(bytes, name, nameEnd, out entry);
        AttributeType type;
        int valueEnd;
        switch ((byte)(head >> 32))
        {
            case (byte)'S':
                type = AttributeType.S;
                valueEnd = StringStop(bytes, value);
                break;
            case (byte)'N':
                type = AttributeType.N;
                valueEnd = PlainNumberEnd(bytes, value);
                break;
            case (byte)'B':
                type = AttributeType.B;
                valueEnd = StringStop(bytes, value);
                if (!IsBase64(bytes[value..valueEnd]))
                    return false;
                break;
            default:
                return false;
        }

        if (valueEnd + 1 >= _end || bytes[valueEnd] != '"' || bytes[valueEnd + 1] != '}')
            return false;
        entry = new AttributeEntry(name, nameEnd - name, nameEscaped: false, type, value, valueEnd - value, valueEscaped: false);
        return true;
    }

    /// <summary>A NULL written without whitespace: the commonest attribute after S and N.</summary>
    private readonly bool CompactNull(ReadOnlySpan<byte> bytes, int name, int nameEnd, out AttributeEntry entry)
    {
        var value = nameEnd + CompactNullText.Length - "true}".Length;
        var isNull = bytes[nameEnd.._end].StartsWith(CompactNullText);
        entry = isNull
            ? new AttributeEntry(name, nameEnd - name, nameEscaped: false, AttributeType.NULL, value, "true".Length, valueEscaped: false)
            : default;
        return isNull;
    }

    /// <summary>
    /// The end of a number without an exponent and of at most 38 digits, which always is a valid one; the bytes' end when it is not one.
    /// </summary>
    private static int PlainNumberEnd(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes[at] == '-')
            at++;
        var end = DigitsEnd(bytes, at);
        var digits = end - at;
        if (digits > 0 && end < bytes.Length && bytes[end] == '.')
        {
            var point = end;
            end = DigitsEnd(bytes, point + 1);
            digits = end - point == 1 ? 0 : digits + end - point - 1;
        }

        return digits is > 0 and <= NumberDigits.Capacity ? end : bytes.Length;
    }

    private static int DigitsEnd(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && (uint)(bytes[at] - '0') <= 9)
            at++;
        return at;
    }

    private bool Attribute(int depth, out AttributeEntry entry)
    {
        entry = default;
        var start = _position + 1;
        if (!QuotedString("'\"' and an attribute name", out var name, out var nameLength, out var nameEscaped))
            return false;
        if (nameLength is 0 or > AttributeEntry.MaxNameLength)
            return Refuse(start, nameLength == 0 ? "an attribute name is empty" : "an attribute name is longer than DynamoDB's 64 KB");
        if (!Expect((byte)':', "':' after an attribute name"))
            return false;
        if (!TypedValue(depth, out var value))
            return false;
        entry = new AttributeEntry(name, nameLength, nameEscaped, value.Type, value.ValueStart, value.ValueLength, value.ValueEscaped);
        return true;
    }

    /// <summary>Reads <c>[{"T":value},..]</c> and appends an entry for each element.</summary>
    private bool Elements(int depth)
    {
        if (!Expect((byte)'[', "'[' and list elements"))
            return false;
        if (PeekToken() == ']')
        {
            _position++;
            return true;
        }

        while (true)
        {
            if (!TypedValue(depth, out var value))
                return false;
            Append(value);
            if (!Next((byte)']', "',' or ']'", out var closed))
                return false;
            if (closed)
                return true;
        }
    }
}
