using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>
/// Writes a JSON document as PostgreSQL writes the text of the <c>jsonb</c> value made of it: members by the length of their names, then by
/// their bytes, the last of several of one name, a blank after each comma and colon, numbers as plain decimals, and escapes only where JSON
/// needs them (PostgreSQL documentation, 8.14 JSON Types; source, <c>JsonbToCString</c>). Its memory is kept for the next document.
/// </summary>
/// <remarks>
/// Equal texts must mean equal documents: what is not JSON, or not understood to the last byte, is given up, and never mended. A text that
/// PostgreSQL writes otherwise in some version costs only the time of comparing the documents themselves.
/// </remarks>
internal sealed class JsonbText
{
    /// <summary>How many zero bytes the source must have after the document: strings are read in pieces of this size.</summary>
    internal const int Slack = 16;

    private const int MaxDepth = 200;
    private readonly List<JsonbMember> _members = [];
    private readonly Comparison<JsonbMember> _byName;
    private byte[] _json = [];
    private int _at;
    private int _end;
    private byte[] _text = new byte[4096];
    private int _length;
    private byte[] _unordered = [];

    internal JsonbText() => _byName = (a, b) => a.CompareTo(b, _text) is not 0 and var order ? order : a.Start - b.Start;

    /// <summary>The text, until the next document.</summary>
    internal ReadOnlySpan<byte> Written => _text.AsSpan(0, _length);

    /// <summary>Writes a document.</summary>
    /// <param name="source">Holds the document as UTF-8, then <see cref="Slack"/>.</param>
    /// <param name="start">Where the document begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>Whether PostgreSQL's text of it can be told.</returns>
    internal bool TryWrite(byte[] source, int start, int end)
    {
        (_json, _at, _end, _length) = (source, start, end, 0);
        _members.Clear();
        Reserve(0);
        return Value(depth: 0) && SkipBlanks() == 0 && _at == _end;
    }

    private bool Value(int depth) => SkipBlanks() switch
    {
        (byte)'"' => String(),
        (byte)'{' => depth < MaxDepth && Object(depth + 1),
        (byte)'[' => depth < MaxDepth && Array(depth + 1),
        (byte)'t' => Literal("true"u8),
        (byte)'f' => Literal("false"u8),
        (byte)'n' => Literal("null"u8),
        _ => Number(),
    };

    private bool Object(int depth)
    {
        var outer = _members.Count;
        var ordered = true;
        Take((byte)'{');
        for (var next = SkipBlanks(); next != '}'; next = SkipBlanks())
        {
            if (_members.Count > outer && !Comma(next))
                return false;
            var start = _length;
            if (SkipBlanks() != '"' || !String())
                return false;

            // The order of names is that of their characters, not of their escapes.
            var name = _length - start;
            if (_text.AsSpan(start, name).Contains((byte)'\\') || SkipBlanks() != ':')
                return false;
            Take((byte)':');
            _text[_length++] = (byte)' ';
            if (!Value(depth))
                return false;
            var member = new JsonbMember(start, name, _length);
            ordered &= _members.Count == outer || member.CompareTo(_members[^1], _text) > 0;
            _members.Add(member);
        }

        if (!ordered)
            Order(outer);
        CollectionsMarshal.SetCount(_members, outer);
        Take((byte)'}');
        return true;
    }

    private bool Array(int depth)
    {
        Take((byte)'[');
        var start = _length;
        for (var next = SkipBlanks(); next != ']'; next = SkipBlanks())
        {
            if ((_length > start && !Comma(next)) || !Value(depth))
                return false;
        }

        Take((byte)']');
        return true;
    }

    /// <summary>A comma, and something after it.</summary>
    private bool Comma(byte next)
    {
        if (next != ',')
            return false;
        Take((byte)',');
        _text[_length++] = (byte)' ';
        return SkipBlanks() is not ((byte)'}' or (byte)']');
    }

    private bool Literal(ReadOnlySpan<byte> literal)
    {
        if (!_json.AsSpan(_at).StartsWith(literal))
            return false;
        literal.CopyTo(_text.AsSpan(_length));
        _length += literal.Length;
        _at += literal.Length;
        return true;
    }

    private bool Number()
    {
        if (!JsonbNumber.TryRead(_json.AsSpan(_at), out var number))
            return false;
        var length = number.PlainLength;
        Reserve(length);
        number.Write(_text.AsSpan(_length, length));
        _length += length;
        _at += number.JsonLength;
        return true;
    }

    private bool String()
    {
        Take((byte)'"');
        while (true)
        {
            CopyRun();
            if (_json[_at] == '"')
                break;

            // A control character, or the end, is no escape.
            if (!JsonbEscape.TryRead(_json.AsSpan(_at), out var character, out var length))
                return false;
            _length += JsonbEscape.Write(character, _text.AsSpan(_length));
            _at += length;
        }

        Take((byte)'"');
        return true;
    }

    /// <summary>
    /// Copies what of a string stays as it is: up to a quote, a backslash or a control character, of which the slack consists.
    /// </summary>
    private void CopyRun()
    {
        while (true)
        {
            var piece = Vector128.Create<byte>(_json.AsSpan(_at, Slack));
            piece.CopyTo(_text, _length);
            var ends = (Vector128.Equals(piece, Vector128.Create((byte)'"')) | Vector128.Equals(piece, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(piece, Vector128.Create((byte)' '))).ExtractMostSignificantBits();
            var run = ends == 0 ? Slack : BitOperations.TrailingZeroCount(ends);
            _at += run;
            _length += run;
            if (ends != 0)
                return;
        }
    }

    /// <summary>Puts the members of an object, the last on the list, in order. Of one name the last one stays.</summary>
    private void Order(int outer)
    {
        var members = CollectionsMarshal.AsSpan(_members)[outer..];
        var start = members[0].Start;
        var size = _length - start;
        if (_unordered.Length < size)
            _unordered = new byte[_text.Length];
        _text.AsSpan(start, size).CopyTo(_unordered);
        members.Sort(_byName);

        _length = start;
        for (var i = 0; i < members.Length; i++)
        {
            if (i + 1 < members.Length && members[i].CompareTo(members[i + 1], _unordered, start) == 0)
                continue;
            if (_length > start)
            {
                _text[_length++] = (byte)',';
                _text[_length++] = (byte)' ';
            }

            var member = _unordered.AsSpan(members[i].Start - start, members[i].End - members[i].Start);
            member.CopyTo(_text.AsSpan(_length));
            _length += member.Length;
        }
    }

    /// <summary>The next byte that is no blank; 0 at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte SkipBlanks()
    {
        var next = _json[_at];
        while (next is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            next = _json[++_at];
        return next;
    }

    /// <summary>Copies a byte of the document that was looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(byte looked)
    {
        _at++;
        _text[_length++] = looked;
    }

    /// <summary>
    /// Makes room for a number and all that follows it: of the rest, at most each byte takes two, as a comma does, and the last piece of a
    /// string is written whole.
    /// </summary>
    private void Reserve(int number)
    {
        var needed = _length + number + (2 * (_end - _at)) + Slack;
        if (_text.Length < needed)
            System.Array.Resize(ref _text, Math.Max(needed, 2 * _text.Length));
    }
}
