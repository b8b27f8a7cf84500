using System.Buffers.Binary;
using System.Text;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>
/// Rows as they are kept until they become files: the length of a row, its operation, when it was written, then for each column a byte that
/// says whether there is a value, and the value.
/// </summary>
/// <param name="longest">How many bytes a text or binary may have.</param>
internal sealed class RowBuffer(int longest = int.MaxValue)
{
    /// <summary>What stands before the columns: operation and time.</summary>
    internal const int HeadLength = sizeof(byte) + sizeof(long);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private byte[] _bytes = new byte[64 * 1024];
    private int _row;

    internal ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    internal int Length { get; private set; }

    internal long Rows { get; private set; }

    /// <summary>The place of the column being written among those of the record.</summary>
    internal int Column { get; private set; }

    /// <summary>Begins a row.</summary>
    /// <param name="isDelete">Whether it says that the record is deleted.</param>
    /// <param name="writtenAt">When, in microseconds since 1970.</param>
    internal void BeginRow(bool isDelete, long writtenAt)
    {
        _row = Length;
        Take(sizeof(int));
        Take(1)[0] = isDelete ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), writtenAt);
    }

    /// <summary>Ends the row.</summary>
    internal void EndRow()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_row), Length - _row - sizeof(int));
        Rows++;
    }

    /// <summary>Takes back the row that was begun.</summary>
    internal void DropRow() => Length = _row;

    internal void BeginColumn(int column) => Column = column;

    internal void Null() => Take(1)[0] = 0;

    internal void Boolean(bool value) => Value(1)[0] = value ? (byte)1 : (byte)0;

    internal void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Value(sizeof(int)), value);

    internal void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Value(sizeof(long)), value);

    internal void Float(float value) => BinaryPrimitives.WriteSingleLittleEndian(Value(sizeof(float)), value);

    internal void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Value(sizeof(double)), value);

    internal void Unscaled(Int128 value) => BinaryPrimitives.WriteInt128LittleEndian(Value(16), value);

    /// <summary>A text in UTF-8, or a binary.</summary>
    /// <exception cref="ValueException">It is too long.</exception>
    internal void Bytes(ReadOnlySpan<byte> value)
    {
        Check(value.Length);
        var span = Value(sizeof(int) + value.Length);
        BinaryPrimitives.WriteInt32LittleEndian(span, value.Length);
        value.CopyTo(span[sizeof(int)..]);
    }

    /// <summary>A text.</summary>
    /// <exception cref="ValueException">It has half of a surrogate pair, or is too long.</exception>
    internal void Text(ReadOnlySpan<char> value)
    {
        var start = Length;
        var most = Strict.GetMaxByteCount(value.Length);
        var span = Value(sizeof(int) + most);
        try
        {
            var length = Strict.GetBytes(value, span[sizeof(int)..]);
            Check(length);
            BinaryPrimitives.WriteInt32LittleEndian(span, length);
            Length = start + 1 + sizeof(int) + length;
        }
        catch (EncoderFallbackException e)
        {
            throw new ValueException(ValueException.BadText, $"holds a lone surrogate at character {e.Index + 1}, which is no text");
        }
    }

    private void Check(int length)
    {
        if (length > longest)
        {
            throw new ValueException(
                ValueException.TooLong, $"has {length} bytes in UTF-8, and a warehouse that 'for' names takes {longest}");
        }
    }

    private Span<byte> Value(int length)
    {
        var span = Take(length + 1);
        span[0] = 1;
        return span[1..];
    }

    private Span<byte> Take(int count)
    {
        if (_bytes.Length - Length < count)
        {
            var size = Math.Max((long)Length + count, Math.Min(2L * _bytes.Length, Array.MaxLength));
            if (size > Array.MaxLength)
                throw new ValueException("54000", $"makes its batch larger than {Array.MaxLength} bytes");

            Array.Resize(ref _bytes, (int)size);
        }

        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }
}
