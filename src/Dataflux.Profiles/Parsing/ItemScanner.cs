using System.Buffers;
using System.Text;

namespace Dataflux.Profiles.Parsing;

/// <summary>
/// Reads and validates DynamoDB JSON. Appends an entry for every attribute of an item; what is nested in them is
/// validated and then forgotten, until a view asks for it. A method that returns <see langword="false"/> has noted
/// where it stopped and why; nothing here throws for bad input.
/// </summary>
internal ref partial struct ItemScanner
{
    /// <summary>DynamoDB allows 32 levels; a reader should not be the stricter one.</summary>
    public const int MaxDepth = 128;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private int _end;
    private AttributeEntry[] _entries;
    private int _count;
    private int _problemAt;
    private string? _problem;
    private bool _problemIsExpectation;

    /// <param name="bytes">A block's bytes up to their end; a line may be followed by its line end only.</param>
    /// <param name="initialEntries">How many entries to make room for.</param>
    public ItemScanner(ReadOnlySpan<byte> bytes, int initialEntries)
    {
        _bytes = bytes;
        _end = bytes.Length;
        _entries = ArrayPool<AttributeEntry>.Shared.Rent(initialEntries);
    }

    /// <summary>Reads the members of one map, list or set.</summary>
    public bool Members(AttributeType type, int start)
    {
        _position = start;
        return type switch
        {
            AttributeType.M => Attributes(depth: 0),
            AttributeType.L => Elements(depth: 0),
            _ => SetElements(type),
        };
    }

    /// <summary>A copy of the entries so far.</summary>
    public readonly AttributeEntry[] TakeEntries() => _entries.AsSpan(0, _count).ToArray();

    /// <summary>Gives the working memory back; the scanner is not used afterwards.</summary>
    public readonly void Release() => ArrayPool<AttributeEntry>.Shared.Return(_entries);

    /// <summary>What stopped the scanner, as <c>column 12: expected ',' or '}', found 'x'</c>; columns count UTF-16 characters.</summary>
    /// <param name="start">Where column 1 is.</param>
    public readonly string Problem(int start)
    {
        var column = Encoding.UTF8.GetCharCount(_bytes[start.._problemAt]) + 1;
        return _problemIsExpectation ? $"column {column}: expected {_problem}, found {Found()}" : $"column {column}: {_problem}";
    }

    private readonly string Found()
    {
        if (_problemAt >= _end)
            return "the end";
        var found = _bytes[_problemAt];
        if (found < 0x20 || found == 0x7F)
            return $"the control character U+{found:X4}";
        Rune.DecodeFromUtf8(_bytes[_problemAt.._end], out var rune, out _);
        return $"'{rune}'";
    }

    private bool Fail(int position, string expected)
    {
        _problemAt = Math.Min(position, _end);
        _problem = expected;
        _problemIsExpectation = true;
        return false;
    }

    private bool Refuse(int position, string complaint)
    {
        _problemAt = position;
        _problem = complaint;
        _problemIsExpectation = false;
        return false;
    }

    private readonly byte Peek() => _position < _end ? _bytes[_position] : (byte)0;

    private byte PeekToken()
    {
        while (_position < _end && _bytes[_position] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            _position++;
        return Peek();
    }

    private bool Expect(byte token, string expected)
    {
        if (PeekToken() != token)
            return Fail(_position, expected);
        _position++;
        return true;
    }

    /// <summary>Takes <c>,</c> or the closing token.</summary>
    private bool Next(byte close, string expected, out bool closed)
    {
        var token = PeekToken();
        closed = token == close;
        if (!closed && token != ',')
            return Fail(_position, expected);
        _position++;
        return true;
    }

    private bool Literal(ReadOnlySpan<byte> word)
    {
        if (!_bytes[_position.._end].StartsWith(word))
            return false;
        _position += word.Length;
        return true;
    }

    private void Append(in AttributeEntry entry)
    {
        if (_count == _entries.Length)
            Grow();
        _entries[_count++] = entry;
    }

    private void Grow()
    {
        var larger = ArrayPool<AttributeEntry>.Shared.Rent(_entries.Length * 2);
        _entries.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<AttributeEntry>.Shared.Return(_entries);
        _entries = larger;
    }
}
