using System.Text;
using Dataflux.Dialects.Lines;

namespace Dataflux.Dialects.DynamoDbExport.Ion;

/// <summary>
/// One line of the Ion text that DynamoDB writes, turned into DynamoDB JSON. Knows the part of Ion that can occur in an
/// export (<see href="https://amazon-ion.github.io/ion-docs/docs/spec.html"/>) and refuses the rest, because a guess
/// would be a wrong value. A method that returns <see langword="false"/> has noted where it stopped and why.
/// </summary>
internal ref partial struct IonLine
{
    /// <summary>DynamoDB allows 32 levels; a reader should not be the stricter one.</summary>
    private const int MaxDepth = 128;

    private readonly ReadOnlySpan<byte> _text;
    private readonly LineWriter _json;
    private int _at;
    private int _problemAt;
    private string _problem = "";

    /// <param name="text">The line without its end.</param>
    /// <param name="json">Where the JSON is added.</param>
    internal IonLine(ReadOnlySpan<byte> text, LineWriter json)
    {
        _text = text;
        _json = json;
    }

    /// <summary>What stopped it, as <c>column 12: expected …</c>; columns count UTF-16 characters from 1.</summary>
    internal readonly string Problem => $"column {Encoding.UTF8.GetCharCount(_text[.._problemAt]) + 1}: {_problem}";

    /// <summary>Adds the line's item; nothing for a line with only a version marker, a comment or nothing in it.</summary>
    internal bool Write()
    {
        if (!Markers())
            return false;
        if (_at == _text.Length)
            return true;
        if (!Envelope() || !Markers())
            return false;
        return _at == _text.Length || Expected(_at, "nothing after the item");
    }

    // A marker may stand before every value: the files are many one-line documents in a row.
    private bool Markers()
    {
        while (Skip() && _text[_at..].StartsWith("$ion_1_0"u8))
        {
            var end = _at + "$ion_1_0"u8.Length;
            if (end < _text.Length && (IsNamePart(_text[end]) || _text[end] == ':'))
                break;
            _at = end;
        }

        return _problem.Length == 0;
    }

    /// <summary><c>{Item:{..}}</c>, or <c>{Record:{Keys:{..},..}}</c>, whose wrapper JSON does not have.</summary>
    private bool Envelope()
    {
        if (Peek() != '{' || PeekNext() == '{')
            return Expected(_at, "'{' and an item");
        var start = _json.Length;
        var at = _at++;
        if (!FieldName(out var more))
            return false;
        var isRecord = more && _json.From(start).SequenceEqual("\"Record\":"u8);
        _json.CutTo(start);
        if (!isRecord)
        {
            _at = at;
            return Struct(depth: 0);
        }

        if (!Skip() || (Peek() != '{' && !Expected(_at, "'{' and a change")) || !Struct(depth: 0) || !Next((byte)'}', out var closed))
            return false;
        return closed || Skip() && Peek() == '}' && Take() || Expected(_at, "nothing beside Record");
    }

    /// <summary>
    /// The members of a struct. Those of the outermost one are whole sets of attributes, which have no type of their own.
    /// </summary>
    private bool Struct(int depth)
    {
        _at++;
        _json.Add("{"u8);
        for (var first = true; ; first = false)
        {
            var comma = _json.Length;
            if (!first)
                _json.Add(","u8);
            if (!FieldName(out var more))
                return false;
            if (!more)
            {
                _json.CutTo(comma);
                _json.Add("}"u8);
                return true;
            }

            if (!(depth == 0 ? Image() : Value(depth)) || !Next((byte)'}', out var closed))
                return false;
            if (closed)
            {
                _json.Add("}"u8);
                return true;
            }
        }
    }

    private bool Image()
    {
        if (!Skip())
            return false;
        if (Peek() == '{' && PeekNext() != '{')
            return Struct(depth: 1);
        var start = _json.Length;
        if (!Value(depth: 1))
            return false;
        if (_json.From(start).SequenceEqual("{\"NULL\":true}"u8))
        {
            _json.CutTo(start);
            _json.Add("null"u8);
        }

        return true;
    }

    /// <summary>Takes <c>,</c> or the closing token.</summary>
    private bool Next(byte close, out bool closed)
    {
        closed = false;
        if (!Skip())
            return false;
        closed = Peek() == close;
        return closed || Peek() == ',' ? Take() : Expected(_at, $"',' or '{(char)close}'");
    }

    private bool Take()
    {
        _at++;
        return true;
    }

    private readonly byte Peek() => _at < _text.Length ? _text[_at] : (byte)0;

    private readonly byte PeekNext() => _at + 1 < _text.Length ? _text[_at + 1] : (byte)0;

    /// <summary>Passes over white space and comments; false when a comment has no end.</summary>
    private bool Skip()
    {
        while (_at < _text.Length)
        {
            if (IsSpace(_text[_at]))
            {
                _at++;
            }
            else if (_text[_at..].StartsWith("//"u8))
            {
                _at = _text.Length;
            }
            else if (_text[_at..].StartsWith("/*"u8))
            {
                var end = _text[(_at + 2)..].IndexOf("*/"u8);
                if (end < 0)
                    return Refuse(_at, "the comment has no end");
                _at += end + 4;
            }
            else
            {
                break;
            }
        }

        return true;
    }

    private bool Expected(int at, string expected)
    {
        var found = "the end";
        if (at < _text.Length)
        {
            Rune.DecodeFromUtf8(_text[at..], out var rune, out _);
            found = Rune.IsControl(rune) ? $"the control character U+{rune.Value:X4}" : $"'{rune}'";
        }

        return Refuse(at, $"expected {expected}, found {found}");
    }

    private bool Refuse(int at, string problem)
    {
        _problemAt = at;
        _problem = problem;
        return false;
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r' or 0x0B or 0x0C;
}
