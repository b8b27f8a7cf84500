using System.Text.Unicode;

namespace Dataflux.Profiles.Parsing;

/// <summary>
/// Where the attributes lie in lines that a source writes itself, noted as they are written: nobody has to look for them again. Only
/// scalars are noted; where a line has anything else, all lines are read as a file's are.
/// </summary>
internal sealed class WrittenItems
{
    // {"S":"text"}: where the value begins, and what is around it. {"BOOL":true} and {"NULL":true} have no quotes, but a longer type.
    private const int QuotedStart = 6;
    private const int QuotedAround = 8;
    private const int BareStart = 8;
    private const int BareAround = 9;

    private AttributeEntry[] _entries = new AttributeEntry[1024];
    private LineRecord[] _lines = new LineRecord[64];
    private int _entryCount;
    private int _lineCount;
    private int _first;
    private bool _isInDoubt;

    /// <summary>Notes an attribute of the line that is written.</summary>
    /// <param name="nameStart">Where its name begins, behind the quote.</param>
    /// <param name="nameLength">The name's length, as it is written.</param>
    /// <param name="nameEscaped">Whether the name has escapes.</param>
    /// <param name="valueStart">Where its typed value begins.</param>
    /// <param name="value">The typed value, without whitespace.</param>
    internal void Add(int nameStart, int nameLength, bool nameEscaped, int valueStart, ReadOnlySpan<byte> value)
    {
        if (_isInDoubt)
            return;

        if (_entryCount == _entries.Length)
            Array.Resize(ref _entries, _entries.Length * 2);

        if (value[3] == '"' && value[5] == '"')
        {
            var type = value[2] switch
            {
                (byte)'S' => AttributeType.S,
                (byte)'N' => AttributeType.N,
                _ => AttributeType.B,
            };
            var escaped = type == AttributeType.S && value.Contains((byte)'\\');
            _entries[_entryCount++] = new(
                nameStart, nameLength, nameEscaped, type, valueStart + QuotedStart, value.Length - QuotedAround, escaped);
        }
        else if (value[3] != '"' && value[6] == '"')
        {
            var type = value[2] == 'B' ? AttributeType.BOOL : AttributeType.NULL;
            _entries[_entryCount++] = new(
                nameStart, nameLength, nameEscaped, type, valueStart + BareStart, value.Length - BareAround, valueEscaped: false);
        }
        else
        {
            Doubt();
        }
    }

    /// <summary>Says that the lines have to be read to know what is in them.</summary>
    internal void Doubt() => _isInDoubt = true;

    /// <summary>Ends the line: what follows is in the next one.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length without its line end.</param>
    internal void EndLine(int start, int length)
    {
        if (_lineCount == _lines.Length)
            Array.Resize(ref _lines, _lines.Length * 2);

        _lines[_lineCount] = new(_lineCount, start, length, new(_first, _entryCount - _first), LineRecord.None);
        _lineCount++;
        _first = _entryCount;
    }

    /// <summary>The table of the lines; what was noted is forgotten then. <see langword="null"/>: they have to be read.</summary>
    /// <param name="bytes">Begins with the lines.</param>
    /// <param name="length">Of all lines.</param>
    internal AttributeTable? Take(byte[] bytes, int length)
    {
        var table = _isInDoubt || !Utf8.IsValid(bytes.AsSpan(0, length))
            ? null
            : new AttributeTable(bytes, _entries.AsSpan(0, _entryCount).ToArray(), TableKind.Records)
            {
                Records = _lines.AsSpan(0, _lineCount).ToArray(),
            };
        (_entryCount, _lineCount, _first, _isInDoubt) = (0, 0, 0, false);
        return table;
    }
}
