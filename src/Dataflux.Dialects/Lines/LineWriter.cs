using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace Dataflux.Dialects.Lines;

/// <summary>Lines of DynamoDB JSON as they are built, some of them refused. What is built is handed over, and another one begun.</summary>
/// <param name="capacity">How many bytes to make room for.</param>
internal sealed class LineWriter(int capacity)
{
    private static readonly SearchValues<byte> ToEscape = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(static code => (byte)code), (byte)'"', (byte)'\\']);

    private byte[] _bytes = [];

    /// <summary>How many bytes there are.</summary>
    internal int Length { get; private set; }

    /// <summary>Why the value that was just written cannot be one of an item; <see langword="null"/>: it can.</summary>
    internal string? Refusal { get; set; }

    /// <summary>The bytes from some place on.</summary>
    internal ReadOnlySpan<byte> From(int start) => _bytes.AsSpan(start, Length - start);

    /// <summary>Takes back what was written from a place on.</summary>
    internal void CutTo(int length) => Length = length;

    /// <summary>What was written; it belongs to the caller from here on.</summary>
    internal ReadOnlyMemory<byte> Take()
    {
        var taken = _bytes.AsMemory(0, Length);
        _bytes = [];
        Length = 0;
        return taken;
    }

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    internal void Add(byte one)
    {
        Room(1)[0] = one;
        Length++;
    }

    /// <summary>Room for some bytes; <see cref="Filled"/> says how many were used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
            Grow(count);

        return _bytes.AsSpan(Length);
    }

    internal void Filled(int count) => Length += count;

    /// <summary>The number with a fixed count of digits.</summary>
    internal void AddDigits(long value, int count)
    {
        var room = Room(count);
        for (var i = count - 1; i >= 0; i--, value /= 10)
            room[i] = (byte)('0' + (value % 10));

        Length += count;
    }

    internal void AddNumber(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        Length += written;
    }

    /// <summary>A text inside the quotes of a JSON string.</summary>
    internal void AddText(ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(ToEscape) is >= 0 and var at)
        {
            Add(text[..at]);
            AddEscaped(text[at]);
            text = text[(at + 1)..];
        }

        Add(text);
    }

    /// <summary>A character inside the quotes of a JSON string. Half of a surrogate pair is kept as an escape: it has no UTF-8.</summary>
    internal void AddText(int codePoint)
    {
        if (codePoint < 128)
            AddText([(byte)codePoint]);
        else if (codePoint is >= 0xD800 and <= 0xDFFF)
            Add(Encoding.ASCII.GetBytes($"\\u{codePoint:x4}"));
        else
            Length += new Rune(codePoint).EncodeToUtf8(Room(4));
    }

    private void Grow(int count)
    {
        if (_bytes.Length == 0)
            _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(capacity, count));
        else
            Array.Resize(ref _bytes, checked((int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, (long)Length + count))));
    }

    private void AddEscaped(byte character)
    {
        Add((byte)'\\');
        switch (character)
        {
            case (byte)'"' or (byte)'\\':
                Add(character);
                break;
            case (byte)'\n':
                Add((byte)'n');
                break;
            case (byte)'\r':
                Add((byte)'r');
                break;
            case (byte)'\t':
                Add((byte)'t');
                break;
            default:
                Add("u00"u8);
                Add((byte)(character < 16 ? '0' : '1'));
                Add("0123456789abcdef"u8[character & 15]);
                break;
        }
    }
}
