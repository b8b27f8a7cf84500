using Dataflux.Profiles.Fields;

namespace Dataflux.Profiles.Parsing;

internal ref partial struct ItemScanner
{
    public const long MaxMicroseconds = 253_402_300_799_999_999; // 9999-12-31T23:59:59.999999Z
    public const long MinMicroseconds = -62_135_596_800_000_000; // 0001-01-01T00:00:00Z

    /// <summary>Reads one line of an export. When it fails, its entries are dropped.</summary>
    /// <param name="start">The line's start.</param>
    /// <param name="end">The line's end, without the line end.</param>
    /// <param name="attributes">The item's attributes: of <c>Item</c> or <c>NewImage</c>.</param>
    /// <param name="change">Given for a line of an incremental export.</param>
    public bool Line(int start, int end, out EntryRange attributes, out ChangeDetail? change)
    {
        _end = end;
        _position = start;
        change = null;
        var first = _count;
        if (_bytes[start..end].StartsWith("{\"Item\":{"u8))
        {
            _position = start + 8;
            if (Attributes(depth: 0) && Peek() == '}' && _position == end - 1)
            {
                attributes = new EntryRange(first, _count - first);
                return true;
            }

            // Members after Item, whitespace or an error: read it again the general way.
            _count = first;
            _position = start;
        }

        var read = Envelope(start, out attributes, out change);
        if (!read)
            _count = first;
        return read;
    }

    /// <summary>Reads attributes without an export line around them.</summary>
    public bool BareAttributes(int start, int end, out EntryRange attributes)
    {
        _end = end;
        _position = start;
        var first = _count;
        var read = Attributes(depth: 0) && AtEnd();
        attributes = new EntryRange(first, _count - first);
        if (!read)
            _count = first;
        return read;
    }

    private bool AtEnd() => (PeekToken() == 0 && _position >= _end) || Fail(_position, "nothing after the closing '}'");

    private bool Envelope(int start, out EntryRange attributes, out ChangeDetail? change)
    {
        attributes = default;
        change = null;
        var line = default(LineMembers);
        if (!Expect((byte)'{', "a JSON object"))
            return false;
        if (PeekToken() == '}')
            return Refuse(start, LineMembers.Neither);
        while (true)
        {
            if (!QuotedString("'\"' and a member's name", out var name, out var length, out var escaped) || !Expect((byte)':', "':'"))
                return false;
            if (!Member(name, length, escaped, ref line))
                return false;
            if (!Next((byte)'}', CommaOrBrace, out var closed))
                return false;
            if (closed)
                break;
        }

        if (!AtEnd())
            return false;
        var problem = line.Check();
        if (problem is not null)
            return Refuse(start, problem);
        attributes = line.Whole ?? line.NewImage ?? default;
        if (line.Whole is null)
        {
            change = new ChangeDetail(
                line.NewImage is null ? Change.Delete : Change.Put,
                line.Keys!.Value,
                line.OldImage,
                DateTimeOffset.UnixEpoch.AddTicks(line.WrittenAt!.Value * TimeSpan.TicksPerMicrosecond));
        }

        return true;
    }

    private bool Member(int name, int length, bool escaped, ref LineMembers line)
    {
        if (TextIs(name, length, escaped, "Item"))
            return line.Note(LineMembers.ItemFlag) ? Image(out line.Whole) : Refuse(name, "the member Item occurs twice");
        if (TextIs(name, length, escaped, "Keys"))
            return line.Note(LineMembers.KeysFlag) ? Image(out line.Keys) : Refuse(name, "the member Keys occurs twice");
        if (TextIs(name, length, escaped, "NewImage"))
            return line.Note(LineMembers.NewImageFlag) ? Image(out line.NewImage) : Refuse(name, "the member NewImage occurs twice");
        if (TextIs(name, length, escaped, "OldImage"))
            return line.Note(LineMembers.OldImageFlag) ? Image(out line.OldImage) : Refuse(name, "the member OldImage occurs twice");
        if (TextIs(name, length, escaped, "Metadata"))
            return line.Note(LineMembers.MetadataFlag) ? Metadata(out line.WrittenAt) : Refuse(name, "the member Metadata occurs twice");
        return AnyValue(depth: 1);
    }

    private bool Image(out EntryRange? image)
    {
        image = null;
        if (PeekToken() == 'n' && Literal("null"u8))
            return true;
        var first = _count;
        if (!Attributes(depth: 0))
            return false;
        image = new EntryRange(first, _count - first);
        return true;
    }

    private bool Metadata(out long? writtenAt)
    {
        writtenAt = null;
        if (!Expect((byte)'{', "'{' and the record's metadata"))
            return false;
        if (PeekToken() == '}')
        {
            _position++;
            return true;
        }

        while (true)
        {
            if (!QuotedString("'\"' and a member's name", out var name, out var length, out var escaped) || !Expect((byte)':', "':'"))
                return false;
            if (!TextIs(name, length, escaped, "WriteTimestampMicros"))
            {
                if (!AnyValue(depth: 2))
                    return false;
            }
            else if (writtenAt is not null)
            {
                return Refuse(name, "the member WriteTimestampMicros occurs twice");
            }
            else if (!WriteTime(out writtenAt))
            {
                return false;
            }

            if (!Next((byte)'}', CommaOrBrace, out var closed))
                return false;
            if (closed)
                return true;
        }
    }

    // Real exports write {"N":".."}, AWS's documentation shows a string, other writers a number.
    private bool WriteTime(out long? writtenAt)
    {
        writtenAt = null;
        var token = PeekToken();
        var at = _position;
        AttributeEntry value;
        if (token == '{')
        {
            if (!TypedValue(0, out value))
                return false;
            if (value.Type != AttributeType.N)
                return Refuse(at, $"WriteTimestampMicros is {Name(value.Type)}, expected N");
        }
        else if (token == '"')
        {
            if (!Scalar(AttributeType.N, out value))
                return false;
        }
        else if (JsonNumber())
        {
            value = new AttributeEntry(0, 0, false, AttributeType.N, at, _position - at, false);
        }
        else
        {
            return false;
        }

        var raw = _bytes.Slice(value.ValueStart, value.ValueLength);
        var text = value.ValueEscaped ? System.Text.Encoding.UTF8.GetBytes(JsonText.DecodeExactly(raw)) : raw;
        if (NumberParts.Read(text, out var parts) is not null || !parts.TryScaledInt64(0, out var micros)
            || micros is < MinMicroseconds or > MaxMicroseconds)
        {
            return Refuse(at, $"WriteTimestampMicros {ShortText(raw)} is not a count of microseconds since 1970");
        }

        writtenAt = micros;
        return true;
    }
}
