using System.Buffers.Binary;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>
/// The bytes of a binary COPY (PostgreSQL documentation, COPY, "Binary Format") as they are built; integers are big-endian.
/// Owned by one session and reused for every batch.
/// </summary>
internal sealed class CopyBuffer : IRowBuffer
{
    private static ReadOnlySpan<byte> Signature =>
        [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0];

    private readonly JsonbText _jsonbText = new();
    private byte[] _bytes = new byte[128 * 1024];

    public int Length { get; set; }

    public int Column { get; private set; }

    internal ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    internal ReadOnlySpan<byte> WrittenFrom(int start) => _bytes.AsSpan(start, Length - start);

    /// <summary>The next <paramref name="count"/> bytes, for the caller to fill.</summary>
    internal Span<byte> Take(int count)
    {
        if (_bytes.Length - Length < count)
            Grow(count);
        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }

    /// <summary>The file header: signature, no flags, no extension.</summary>
    internal void WriteHeader()
    {
        var header = Take(19);
        header.Clear();
        Signature.CopyTo(header);
    }

    internal void WriteTrailer() => WriteInt16(-1);

    public void BeginColumn(int column) => Column = column;

    internal void WriteNull() => WriteInt32(-1);

    internal void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Take(2), value);

    internal void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    /// <summary>Bytes with their length.</summary>
    internal void WriteLengthAndBytes(byte[] value)
    {
        WriteInt32(value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>A value of four bytes with its length.</summary>
    internal void WriteLengthAndInt32(int value)
    {
        var span = Take(8);
        BinaryPrimitives.WriteInt32BigEndian(span, 4);
        BinaryPrimitives.WriteInt32BigEndian(span[4..], value);
    }

    /// <summary>A value of eight bytes with its length.</summary>
    internal void WriteLengthAndInt64(long value)
    {
        var span = Take(12);
        BinaryPrimitives.WriteInt32BigEndian(span, 8);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], value);
    }

    /// <summary>Begins a value whose length is known at its end.</summary>
    /// <returns>What <see cref="EndValue"/> wants.</returns>
    internal int BeginValue()
    {
        Take(4);
        return Length;
    }

    internal void EndValue(int begun) => PatchInt32(begun - 4, Length - begun);

    /// <summary>
    /// Turns the text of the document that was just written into the one that PostgreSQL has for it; where that cannot be told, it stays.
    /// </summary>
    /// <param name="start">Where the value begins, with its length.</param>
    internal void EndJsonbText(int start)
    {
        var end = Length;
        if (end == start + 4)
            return; // null

        Take(JsonbText.Slack).Clear();
        Length = end;
        if (!_jsonbText.TryWrite(_bytes, start + 4, end))
            return;
        Length = start + 4;
        _jsonbText.Written.CopyTo(Take(_jsonbText.Written.Length));
        EndValue(start + 4);
    }

    internal void PatchInt32(int position, int value) => BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(position, 4), value);

    /// <summary>Takes bytes out of the middle; what follows moves up.</summary>
    internal void Remove(int start, int count)
    {
        if (count == 0)
            return;
        _bytes.AsSpan(start + count, Length - start - count).CopyTo(_bytes.AsSpan(start));
        Length -= count;
    }

    private void Grow(int count)
    {
        var size = Math.Max((long)Length + count, Math.Min(2L * _bytes.Length, Array.MaxLength));
        if (size > Array.MaxLength)
            throw new ValueException("54000", $"makes its row larger than {Array.MaxLength} bytes");
        Array.Resize(ref _bytes, (int)size);
    }
}
