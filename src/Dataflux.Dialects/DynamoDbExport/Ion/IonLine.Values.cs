using System.Buffers.Text;
using System.Text;
using Dataflux.Profiles.Fields;

namespace Dataflux.Dialects.DynamoDbExport.Ion;

internal ref partial struct IonLine
{
    /// <summary>Any number of DynamoDB fits, written in full or not.</summary>
    private const int LongestNumber = 512;

    private static ReadOnlySpan<byte> Base64Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8;

    /// <summary>A value with its DynamoDB type: <c>"a"</c> becomes <c>{"S":"a"}</c>.</summary>
    private bool Value(int depth)
    {
        if (!Skip())
            return false;
        if (depth > MaxDepth)
            return Refuse(_at, $"maps and lists are nested deeper than {MaxDepth} levels");
        var next = Peek();
        if (next is (byte)'"' || IsLongQuote())
            return Typed("S"u8) && Text() && Close();
        if (next == '{')
            return PeekNext() == '{' ? Typed("B"u8) && Blob() && Close() : Typed("M"u8) && Struct(depth + 1) && Close();
        if (next == '[')
            return Typed("L"u8) && Elements(depth + 1) && Close();
        if (next is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
            return Typed("N"u8) && Number() && Close();
        return next == '\'' || IsNameStart(next) ? WordOrSet() : Expected(_at, "a value");
    }

    private bool Typed(ReadOnlySpan<byte> type)
    {
        _json.Add("{\""u8);
        _json.Add(type);
        _json.Add("\":"u8);
        return true;
    }

    private bool Close()
    {
        _json.Add("}"u8);
        return true;
    }

    /// <summary>The elements of a list, or those of a set of one type, which stand there without their type.</summary>
    /// <param name="depth">How deep the elements are nested.</param>
    /// <param name="set">The set's type; empty for a list.</param>
    private bool Elements(int depth, ReadOnlySpan<byte> set = default)
    {
        _at++;
        _json.Add("["u8);
        for (var first = true; ; first = false)
        {
            if (!Skip())
                return false;
            if (Peek() == ']')
            {
                _at++;
                break;
            }

            if (!first)
                _json.Add(","u8);
            if (!(set.IsEmpty ? Value(depth) : SetElement(set)) || !Next((byte)']', out var closed))
                return false;
            if (closed)
                break;
        }

        _json.Add("]"u8);
        return true;
    }

    private bool SetElement(ReadOnlySpan<byte> set) => set[0] switch
    {
        (byte)'S' => (Peek() == '"' || IsLongQuote() || Expected(_at, "a string of the set")) && Text(),
        (byte)'N' => Number(),
        _ => ((Peek() == '{' && PeekNext() == '{') || Expected(_at, "a blob of the set")) && Blob(),
    };

    /// <summary><c>true</c>, <c>false</c>, <c>null</c> of any type, or a set with its annotation.</summary>
    private bool WordOrSet()
    {
        var start = _at;
        if (!Symbol(out var word))
            return false;
        if (_text[_at..].StartsWith("::"u8))
        {
            _at += 2;
            return word switch
            {
                "$dynamodb_SS" => Set("SS"u8),
                "$dynamodb_NS" => Set("NS"u8),
                "$dynamodb_BS" => Set("BS"u8),
                _ =>
                    Refuse(
                        start, $"the annotation {word} is none that DynamoDB writes; expected $dynamodb_SS, $dynamodb_NS or $dynamodb_BS"),
            };
        }

        if (_text[start] == '\'')
            return Refuse(start, $"the symbol '{word}' is no value that DynamoDB writes");
        switch (word)
        {
            case "true" or "false":
                _json.Add(word == "true" ? "{\"BOOL\":true}"u8 : "{\"BOOL\":false}"u8);
                return true;
            case "null":
                _json.Add("{\"NULL\":true}"u8);
                return Peek() != '.' || NullType();
            default:
                return Refuse(start, $"the symbol {word} is no value that DynamoDB writes");
        }
    }

    private bool NullType()
    {
        var start = ++_at;
        return Symbol(out var type)
            && (type is "null" or "bool" or "int" or "float" or "decimal" or "timestamp" or "string" or "symbol" or "blob"
            or "clob" or "struct" or "list" or "sexp" || Refuse(start, $"null.{type} is no type of Ion"));
    }

    private bool Set(ReadOnlySpan<byte> type) =>
        Skip() && (Peek() == '[' || Expected(_at, "'[' and the elements of a set")) && Typed(type) && Elements(depth: 0, type) && Close();

    /// <summary>A decimal or an int: <c>103.</c>, <c>6d2</c>, <c>-1.5d-3</c>, <c>7</c>. Written in full, as DynamoDB JSON does.</summary>
    private bool Number()
    {
        var start = _at;
        while (_at < _text.Length && (IsNamePart(_text[_at]) || _text[_at] is (byte)'.' or (byte)'-' or (byte)'+' or (byte)':'))
            _at++;
        var token = _text[start.._at];
        if (token.Length > LongestNumber)
            return Refuse(start, $"a number of {token.Length} characters, and a DynamoDB number has at most 38 digits");

        Span<byte> plain = stackalloc byte[LongestNumber + 2];
        if (Plain(token, plain, out var length) is { } problem)
            return Refuse(start, $"{Encoding.UTF8.GetString(token)} {problem}");
        if (NumberParts.Read(plain[..length], out var parts) is { } unfit)
            return Refuse(start, $"the number {Encoding.UTF8.GetString(token)} {unfit}");
        Span<byte> text = stackalloc byte[NumberParts.MaxTextLength];
        _json.Add("\""u8);
        _json.Add(text[..parts.Format(text)]);
        _json.Add("\""u8);
        return true;
    }

    /// <summary>Ion's notation in that of JSON: <c>d</c> becomes <c>e</c>, a point without digits behind it goes.</summary>
    private static string? Plain(ReadOnlySpan<byte> token, Span<byte> plain, out int length)
    {
        const string notPlain = "is no number that DynamoDB writes; expected a decimal such as 103. or 6d2";
        length = 0;
        var at = 0;
        if (token.StartsWith("-"u8))
            plain[length++] = token[at++];
        var whole = Digits(token, ref at, plain, ref length);
        if (whole == 0 || (whole > 1 && plain[length - whole] == '0'))
            return notPlain;
        if (at < token.Length && token[at] == '.')
        {
            at++;
            plain[length++] = (byte)'.';
            if (Digits(token, ref at, plain, ref length) == 0)
                length--;
        }

        if (at < token.Length && (token[at] | 0x20) == 'd')
        {
            at++;
            plain[length++] = (byte)'e';
            if (at < token.Length && token[at] is (byte)'-' or (byte)'+')
                plain[length++] = token[at++];
            if (Digits(token, ref at, plain, ref length) == 0)
                return notPlain;
        }

        return at == token.Length ? null : notPlain;
    }

    /// <summary>Copies digits; an underscore may stand between two of them.</summary>
    private static int Digits(ReadOnlySpan<byte> token, ref int at, Span<byte> plain, ref int length)
    {
        var before = length;
        while (at < token.Length
            && (IsDigit(token[at]) || (token[at] == '_' && length > before && at + 1 < token.Length && IsDigit(token[at + 1]))))
        {
            if (token[at] != '_')
                plain[length++] = token[at];
            at++;
        }

        return length - before;
    }

    private bool Blob()
    {
        var start = _at;
        _at += 2;
        _json.Add("\""u8);
        var from = _json.Length;
        while (_at < _text.Length && (IsSpace(_text[_at]) || Base64Alphabet.Contains(_text[_at])))
        {
            if (!IsSpace(_text[_at]))
                _json.Add(_text.Slice(_at, 1));
            _at++;
        }

        if (Peek() != '}' || PeekNext() != '}')
            return Expected(_at, "base64 and the blob's end '}}'");
        _at += 2;
        var base64 = _json.From(from);
        if ((base64.Length & 3) != 0 || !Base64.IsValid(base64))
            return Refuse(start, "the blob is not base64 with padding");
        _json.Add("\""u8);
        return true;
    }

    private static bool IsDigit(byte c) => (uint)(c - '0') <= 9;
}
