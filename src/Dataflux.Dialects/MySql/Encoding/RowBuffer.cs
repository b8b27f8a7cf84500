using System.Buffers;
using System.Globalization;
using System.Text;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.MySql.Encoding;

/// <summary>
/// The bytes of rows that are sent, as they are built. Owned by one connection and reused for every batch; how a value is written depends
/// on the way that the rows go.
/// </summary>
/// <param name="separator">What stands between two values.</param>
internal abstract class RowBuffer(byte separator) : IRowBuffer
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private byte[] _bytes = new byte[128 * 1024];
    private byte[] _text = new byte[4096];

    public int Length { get; set; }

    public int Column { get; private set; }

    internal ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>The stream of what is written.</summary>
    /// <param name="packet">The largest piece that is read at a time.</param>
    internal PacketStream ToStream(int packet) => new(_bytes, Length, packet);

    /// <summary>Begins a row.</summary>
    internal abstract void BeginRow();

    /// <summary>Ends a row.</summary>
    internal abstract void EndRow();

    /// <summary>How many bytes the end of a row takes.</summary>
    private protected abstract int EndLength { get; }

    /// <summary>Takes a row that was made before, as it is.</summary>
    internal void Row(ReadOnlySpan<byte> row) => Put(row);

    /// <summary>Takes a row that was made before, with two numbers behind its columns.</summary>
    internal void Row(ReadOnlySpan<byte> row, int number, int place)
    {
        Put(row[..^EndLength]);
        Put([separator]);
        Number(number);
        Put([separator]);
        Number(place);
        EndRow();
    }

    public void BeginColumn(int column)
    {
        Column = column;
        if (column > 0)
            Put([separator]);
    }

    /// <summary>A null.</summary>
    internal abstract void Null();

    /// <summary>A text.</summary>
    internal abstract void Text(ReadOnlySpan<byte> utf8);

    /// <summary>A text.</summary>
    internal void Label(byte[] utf8) => Text(utf8.AsSpan());

    /// <summary>Bytes.</summary>
    internal abstract void Bytes(ReadOnlySpan<byte> value);

    /// <summary>A text.</summary>
    /// <exception cref="ValueException">It has half of a surrogate pair.</exception>
    internal void Text(ReadOnlySpan<char> value)
    {
        var most = Strict.GetMaxByteCount(value.Length);
        if (_text.Length < most)
            _text = new byte[Math.Max(most, 2 * _text.Length)];
        try
        {
            Text(_text.AsSpan(0, Strict.GetBytes(value, _text)));
        }
        catch (EncoderFallbackException e)
        {
            throw new ValueException(ValueException.BadText, $"holds a lone surrogate at character {e.Index + 1}, which is no text");
        }
    }

    /// <summary>A number, which needs no quotes.</summary>
    internal void Number<T>(T value)
        where T : IUtf8SpanFormattable
    {
        int written;
        while (!value.TryFormat(Free(64), out written, default, CultureInfo.InvariantCulture))
            Grow(128);
        Length += written;
    }

    /// <summary>The next bytes, for the caller to fill.</summary>
    private protected Span<byte> Take(int count)
    {
        var span = Free(count)[..count];
        Length += count;
        return span;
    }

    /// <summary>Takes bytes as they are.</summary>
    private protected void Put(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Takes bytes, with a backslash before some.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="marked">Those that get one.</param>
    private protected void PutEscaped(ReadOnlySpan<byte> bytes, SearchValues<byte> marked)
    {
        for (int at; (at = bytes.IndexOfAny(marked)) >= 0; bytes = bytes[(at + 1)..])
        {
            Put(bytes[..at]);
            var pair = Take(2);
            pair[0] = (byte)'\\';
            pair[1] = bytes[at] == 0 ? (byte)'0' : bytes[at];
        }

        Put(bytes);
    }

    /// <summary>Takes bytes as hexadecimal digits.</summary>
    private protected void PutHexadecimal(ReadOnlySpan<byte> bytes) => Convert.TryToHexStringLower(bytes, Take(2 * bytes.Length), out _);

    private Span<byte> Free(int count)
    {
        if (_bytes.Length - Length < count)
            Grow(count);
        return _bytes.AsSpan(Length);
    }

    private void Grow(int count)
    {
        var size = Math.Max((long)Length + count, Math.Min(2L * _bytes.Length, Array.MaxLength));
        if (size > Array.MaxLength)
            throw new ValueException("54000", $"makes its row larger than {Array.MaxLength} bytes");
        Array.Resize(ref _bytes, (int)size);
    }
}
