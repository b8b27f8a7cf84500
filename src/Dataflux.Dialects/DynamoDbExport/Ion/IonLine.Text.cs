using System.Buffers;
using System.Text;

namespace Dataflux.Dialects.DynamoDbExport.Ion;

internal ref partial struct IonLine
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(c => (byte)c), (byte)'"', (byte)'\'', (byte)'\\']);

    private readonly bool IsLongQuote() => _text[_at..].StartsWith("'''"u8);

    /// <summary>A string, short or long, as a JSON string. Long ones that follow each other are one.</summary>
    private bool Text()
    {
        _json.Add("\""u8);
        if (Peek() == '"')
        {
            if (!Quoted("\""u8))
                return false;
        }
        else
        {
            while (IsLongQuote())
            {
                if (!Quoted("'''"u8) || !Skip())
                    return false;
            }
        }

        _json.Add("\""u8);
        return true;
    }

    /// <summary>The field's name and its colon; none at the end of the struct, which is taken.</summary>
    private bool FieldName(out bool more)
    {
        more = false;
        if (!Skip())
            return false;
        if (Peek() == '}')
            return Take();
        var start = _at;
        if (Peek() == '"' || IsLongQuote())
        {
            if (!Text())
                return false;
        }
        else if (Peek() == '\'')
        {
            _json.Add("\""u8);
            if (!Quoted("'"u8))
                return false;
            _json.Add("\""u8);
        }
        else
        {
            if (!Symbol(out var name))
                return false;
            if (name is "null" or "true" or "false" or "nan"
                || (name.Length > 1 && name[0] == '$' && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0))
            {
                return Refuse(start, $"{name} is no field name that DynamoDB writes");
            }

            _json.Add("\""u8);
            _json.Add(Encoding.UTF8.GetBytes(name));
            _json.Add("\""u8);
        }

        if (!Skip())
            return false;
        if (Peek() != ':' || PeekNext() == ':')
            return Expected(_at, "':' after a field name");
        _at++;
        _json.Add(":"u8);
        more = true;
        return true;
    }

    /// <summary>A symbol's text, quoted or not; the place behind it is where <c>::</c> may stand.</summary>
    private bool Symbol(out string text)
    {
        text = "";
        var start = _at;
        if (Peek() == '\'')
        {
            var from = _json.Length;
            if (!Quoted("'"u8))
                return false;
            text = Encoding.UTF8.GetString(_json.From(from));
            _json.CutTo(from);
        }
        else
        {
            if (!IsNameStart(Peek()))
                return Expected(_at, "a name");
            while (_at < _text.Length && IsNamePart(_text[_at]))
                _at++;
            text = Encoding.ASCII.GetString(_text[start.._at]);
        }

        var end = _at;
        if (!Skip())
            return false;
        if (!_text[_at..].StartsWith("::"u8))
            _at = end;
        return true;
    }

    /// <summary>What is between two quotes, added as the inside of a JSON string.</summary>
    private bool Quoted(ReadOnlySpan<byte> quote)
    {
        var start = _at;
        _at += quote.Length;
        while (true)
        {
            var plain = _text[_at..].IndexOfAny(Special);
            if (plain < 0)
                return Refuse(start, "the text has no end");
            _json.Add(_text.Slice(_at, plain));
            _at += plain;
            if (_text[_at..].StartsWith(quote))
            {
                _at += quote.Length;
                return true;
            }

            var special = _text[_at];
            if (special == '\\')
            {
                if (!Escape())
                    return false;
            }
            else if (special >= ' ' || special is (byte)'\t' or 0x0B or 0x0C)
            {
                _json.AddText(special);
                _at++;
            }
            else
            {
                return Refuse(_at, $"the control character U+{special:X4} must be escaped");
            }
        }
    }

    private bool Escape()
    {
        var start = _at;
        var code = PeekNext();
        _at += 2;
        int? character = code switch
        {
            (byte)'0' => 0,
            (byte)'a' => 0x07,
            (byte)'b' => 0x08,
            (byte)'t' => '\t',
            (byte)'n' => '\n',
            (byte)'f' => 0x0C,
            (byte)'r' => '\r',
            (byte)'v' => 0x0B,
            (byte)'?' or (byte)'\'' or (byte)'"' or (byte)'\\' or (byte)'/' => code,
            (byte)'x' => Hexadecimal(2),
            (byte)'u' => Hexadecimal(4),
            (byte)'U' => Hexadecimal(8),
            _ => null,
        };
        if (character is not (>= 0 and <= 0x10FFFF))
            return Refuse(start, "not an escape of Ion; expected \\n, \\\", \\u0041 and their kind");
        _json.AddText(character.Value);
        return true;
    }

    private int? Hexadecimal(int digits)
    {
        var value = 0;
        for (var i = 0; i < digits; i++, _at++)
        {
            if (_at >= _text.Length || !char.IsAsciiHexDigit((char)_text[_at]))
                return null;
            value = (value << 4) | Convert.ToInt32(((char)_text[_at]).ToString(), 16);
        }

        return value;
    }

    private static bool IsNameStart(byte c) => char.IsAsciiLetter((char)c) || c is (byte)'_' or (byte)'$';

    private static bool IsNamePart(byte c) => IsNameStart(c) || IsDigit(c);
}
