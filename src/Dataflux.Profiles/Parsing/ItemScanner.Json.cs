namespace Dataflux.Profiles.Parsing;

/// <summary>Any JSON value: members beside the ones an export is known to have are validated and passed over.</summary>
internal ref partial struct ItemScanner
{
    private bool AnyValue(int depth)
    {
        var token = PeekToken();
        switch (token)
        {
            case (byte)'"':
                return QuotedString("a string", out _, out _, out _);
            case (byte)'{':
                return AnyMembers(depth, isObject: true);
            case (byte)'[':
                return AnyMembers(depth, isObject: false);
            case (byte)'t':
                return Literal("true"u8) || Fail(_position, "a JSON value");
            case (byte)'f':
                return Literal("false"u8) || Fail(_position, "a JSON value");
            case (byte)'n':
                return Literal("null"u8) || Fail(_position, "a JSON value");
            default:
                return JsonNumber();
        }
    }

    private bool AnyMembers(int depth, bool isObject)
    {
        if (depth >= MaxDepth)
            return Refuse(_position, $"JSON is nested deeper than {MaxDepth} levels");
        var close = isObject ? (byte)'}' : (byte)']';
        _position++;
        if (PeekToken() == close)
        {
            _position++;
            return true;
        }

        while (true)
        {
            if (isObject && (!QuotedString("'\"' and a member's name", out _, out _, out _) || !Expect((byte)':', "':'")))
                return false;
            if (!AnyValue(depth + 1))
                return false;
            if (!Next(close, isObject ? CommaOrBrace : "',' or ']'", out var closed))
                return false;
            if (closed)
                return true;
        }
    }

    private bool JsonNumber()
    {
        if (Peek() == '-')
            _position++;
        if (Peek() == '0')
            _position++;
        else if (!Digits())
            return Fail(_position, "a JSON value");
        if (Peek() == '.')
        {
            _position++;
            if (!Digits())
                return Fail(_position, "a digit");
        }

        if ((Peek() | 0x20) != 'e')
            return true;
        _position++;
        if (Peek() is (byte)'+' or (byte)'-')
            _position++;
        return Digits() || Fail(_position, "a digit");
    }

    private bool Digits()
    {
        var start = _position;
        while (Peek() is >= (byte)'0' and <= (byte)'9')
            _position++;
        return _position > start;
    }
}
