using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dataflux.Profiles.Parsing;

internal ref partial struct ItemScanner
{
    /// <summary>
    /// The first quote, backslash or control character at or after a position; the bytes' end when there is none.
    /// A line end is a control character, so this never leaves a line.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int StringStop(ReadOnlySpan<byte> bytes, int at)
    {
        ref var origin = ref MemoryMarshal.GetReference(bytes);
        while (at <= bytes.Length - Vector128<byte>.Count)
        {
            var chunk = Vector128.LoadUnsafe(ref origin, (nuint)at);
            var stops = Vector128.Equals(chunk, Vector128.Create((byte)'"'))
                | Vector128.Equals(chunk, Vector128.Create((byte)'\\'))
                | Vector128.Equals(Vector128.Min(chunk, Vector128.Create((byte)0x1F)), chunk);
            var mask = stops.ExtractMostSignificantBits();
            if (mask != 0)
                return at + BitOperations.TrailingZeroCount(mask);
            at += Vector128<byte>.Count;
        }

        while (at < bytes.Length && bytes[at] is not (byte)'"' and not (byte)'\\' and >= 0x20)
            at++;
        return at;
    }

    /// <summary>Reads a JSON string with its quotes; gives the range between them.</summary>
    private bool QuotedString(string expected, out int start, out int length, out bool escaped)
    {
        start = length = 0;
        escaped = false;
        if (PeekToken() != '"')
            return Fail(_position, expected);
        start = _position + 1;
        if (!StringTail(start, out var close, out escaped))
            return false;
        length = close - start;
        _position = close + 1;
        return true;
    }

    /// <summary>Finds a string's closing quote and validates its escapes.</summary>
    private bool StringTail(int at, out int close, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            close = StringStop(_bytes, at);
            if (close >= _end)
                return Fail(_end, "the closing '\"' of a string");
            if (_bytes[close] == '"')
                return true;
            if (_bytes[close] != '\\')
                return Fail(close, "the closing '\"' of a string");
            escaped = true;
            if (!Escape(close, out at))
                return false;
        }
    }

    private bool Escape(int backslash, out int next)
    {
        next = backslash + 2;
        if (next > _end)
            return Fail(_end, "an escape sequence");
        if (_bytes[backslash + 1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
            return true;
        if (_bytes[backslash + 1] != 'u')
            return Fail(backslash + 1, "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
        next = backslash + 6;
        for (var i = backslash + 2; i < next; i++)
        {
            if (i >= _end || !char.IsAsciiHexDigit((char)_bytes[i]))
                return Fail(i, "four hexadecimal digits after \\u");
        }

        return true;
    }

    private readonly bool TextIs(int start, int length, bool escaped, string text)
    {
        var raw = _bytes.Slice(start, length);
        return escaped ? JsonText.Equals(raw, text) : System.Text.Ascii.Equals(raw, text);
    }
}
