using System.Buffers.Text;
using System.Text;
using Dataflux.Profiles.Fields;

namespace Dataflux.Profiles.Parsing;

internal ref partial struct ItemScanner
{
    /// <summary>
    /// Reads <c>{"T":value}</c>. Old Lambda events list all ten types and set nine of them to null: that is accepted.
    /// </summary>
    private bool TypedValue(int depth, out AttributeEntry value)
    {
        value = default;
        var start = _position;
        if (!Expect((byte)'{', "a typed value such as {\"S\":\"text\"}"))
            return false;
        var seen = 0;
        var found = false;
        while (true)
        {
            if (seen == 0 && PeekToken() == '}')
                return Fail(_position, "a type: S, N, B, BOOL, NULL, M, L, SS, NS or BS");
            if (!TypeName(ref seen, out var type) || !Expect((byte)':', "':' after a type"))
                return false;
            var at = _position;
            if (PeekToken() != 'n' || !Literal("null"u8))
            {
                if (found)
                    return Refuse(at, "a value has two types");
                if (!Payload(type, depth, out value))
                    return false;
                found = true;
            }

            if (!Next((byte)'}', CommaOrBrace, out var closed))
                return false;
            if (closed)
                return found || Refuse(start, "a value is null under every type; DynamoDB writes {\"NULL\":true}");
        }
    }

    private bool TypeName(ref int seen, out AttributeType type)
    {
        type = default;
        if (!QuotedString("'\"' and a type", out var start, out var length, out var escaped))
            return false;
        for (type = AttributeType.S; type <= AttributeType.BS; type++)
        {
            if (!TextIs(start, length, escaped, Name(type)))
                continue;
            if ((seen & (1 << (int)type)) != 0)
                return Refuse(start, $"the type {Name(type)} occurs twice in one value");
            seen |= 1 << (int)type;
            return true;
        }

        var found = JsonText.Decode(_bytes.Slice(start, Math.Min(length, 40)), escaped: false, out _);
        return Refuse(start, $"expected one of the types S, N, B, BOOL, NULL, M, L, SS, NS, BS, found \"{found}\"");
    }

    private static string Name(AttributeType type) => type switch
    {
        AttributeType.S => "S",
        AttributeType.N => "N",
        AttributeType.B => "B",
        AttributeType.BOOL => "BOOL",
        AttributeType.NULL => "NULL",
        AttributeType.M => "M",
        AttributeType.L => "L",
        AttributeType.SS => "SS",
        AttributeType.NS => "NS",
        _ => "BS",
    };

    // Constants: one made for each value would be an object for each.
    private static string ValueOf(AttributeType type) => type switch
    {
        AttributeType.S => "'\"' and the value of S",
        AttributeType.N => "'\"' and the value of N",
        _ => "'\"' and the value of B",
    };

    private bool Payload(AttributeType type, int depth, out AttributeEntry value)
    {
        if (type is AttributeType.S or AttributeType.N or AttributeType.B)
            return Scalar(type, out value);
        var start = _position;
        var scanned = type switch
        {
            AttributeType.BOOL => Literal("true"u8) || Literal("false"u8) || Fail(start, "true or false"),
            AttributeType.NULL => Literal("true"u8) || Fail(start, "true, the only value of NULL"),
            _ => Nested(type, depth + 1),
        };
        value = new AttributeEntry(0, 0, false, type, start, _position - start, false);
        return scanned;
    }

    private bool Scalar(AttributeType type, out AttributeEntry value)
    {
        value = default;
        if (!QuotedString(ValueOf(type), out var start, out var length, out var escaped))
            return false;
        value = new AttributeEntry(0, 0, false, type, start, length, escaped);
        if (type == AttributeType.S)
            return true;
        var raw = _bytes.Slice(start, length);
        var text = escaped ? Encoding.UTF8.GetBytes(JsonText.DecodeExactly(raw)) : raw;
        if (type == AttributeType.B)
            return IsBase64(text) || Refuse(start, $"B {ShortText(raw)} is not base64 with padding");
        var problem = NumberParts.Read(text, out _);
        return problem is null || Refuse(start, $"N {ShortText(raw)} {problem}");
    }

    private static string ShortText(ReadOnlySpan<byte> raw) => raw.Length <= 48
        ? $"\"{Encoding.UTF8.GetString(raw)}\""
        : $"\"{Encoding.UTF8.GetString(raw[..40]).TrimEnd('\uFFFD')}…\"";

    // The framework skips whitespace in base64; DynamoDB never writes it. Bits after the last byte are refused by both.
    private static bool IsBase64(ReadOnlySpan<byte> text) =>
        text.IsEmpty || ((text.Length & 3) == 0 && Base64.IsValid(text) && !text.ContainsAny(" \t\r\n"u8));

    private bool Nested(AttributeType type, int depth)
    {
        if (depth > MaxDepth)
            return Refuse(_position, $"maps and lists are nested deeper than {MaxDepth} levels");
        var count = _count;
        var scanned = type switch
        {
            AttributeType.M => Attributes(depth),
            AttributeType.L => Elements(depth),
            _ => SetElements(type),
        };
        _count = count;
        return scanned;
    }

    /// <summary>Reads <c>["..",..]</c> and appends an entry of the element's type for each.</summary>
    private bool SetElements(AttributeType set)
    {
        var element = set switch
        {
            AttributeType.SS => AttributeType.S,
            AttributeType.NS => AttributeType.N,
            _ => AttributeType.B,
        };
        if (!Expect((byte)'[', "'[' and set elements"))
            return false;
        var first = _count;
        while (true)
        {
            if (_count == first && PeekToken() == ']')
                return Fail(_position, $"an element: {Name(set)} is never empty");
            PeekToken();
            if (!Scalar(element, out var value))
                return false;
            Append(value);
            if (!Next((byte)']', "',' or ']'", out var closed))
                return false;
            if (closed)
                return SetDiffers(element, first);
        }
    }
}
