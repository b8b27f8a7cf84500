using System.Buffers.Binary;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Ground;

namespace Dataflux.Dialects.Warehouse.Formats;

/// <summary>Rows that are written together, as they were staged, with the place of each value.</summary>
/// <param name="table">Their table.</param>
internal sealed class RowGroup(FileTable table)
{
    private const int Missing = -1;
    private byte[] _bytes = new byte[1024 * 1024];
    private int[] _places = new int[4096];

    internal FileTable Table { get; } = table;

    internal int Rows { get; private set; }

    internal int Bytes { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row as it is staged.</param>
    /// <param name="sequence">Its number.</param>
    internal void Add(ReadOnlySpan<byte> row, long sequence)
    {
        var columns = Table.All.Count;
        Grow(row.Length + sizeof(long), columns);
        var start = Bytes;
        row.CopyTo(_bytes.AsSpan(start));
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(start + row.Length), sequence);
        var places = _places.AsSpan(Rows * columns, columns);
        places[0] = start;
        places[1] = start + 1;
        places[2] = start + row.Length;
        var at = start + RowBuffer.HeadLength;
        for (var i = MetaColumns.Count; i < columns; i++)
        {
            places[i] = _bytes[at] == 0 ? Missing : at + 1;
            at = places[i] == Missing ? at + 1 : at + 1 + LengthOf(Table.All[i].Type.Kind, at + 1);
        }

        Bytes += row.Length + sizeof(long);
        Rows++;
    }

    internal void Clear() => (Rows, Bytes) = (0, 0);

    /// <summary>Whether a value is there.</summary>
    internal bool Has(int row, int column) => PlaceOf(row, column) != Missing;

    internal bool IsDelete(int row) => _bytes[PlaceOf(row, 0)] != 0;

    internal bool Boolean(int row, int column) => _bytes[PlaceOf(row, column)] != 0;

    internal int Int32(int row, int column) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(PlaceOf(row, column)));

    internal long Int64(int row, int column) => BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(PlaceOf(row, column)));

    internal float Float(int row, int column) => BinaryPrimitives.ReadSingleLittleEndian(_bytes.AsSpan(PlaceOf(row, column)));

    internal double Double(int row, int column) => BinaryPrimitives.ReadDoubleLittleEndian(_bytes.AsSpan(PlaceOf(row, column)));

    internal Int128 Unscaled(int row, int column) => BinaryPrimitives.ReadInt128LittleEndian(_bytes.AsSpan(PlaceOf(row, column)));

    internal DateTime Timestamp(int row, int column) => DateTime.UnixEpoch.AddTicks(Int64(row, column) * TimeSpan.TicksPerMicrosecond);

    internal DateOnly Date(int row, int column) => DateOnly.FromDayNumber(Int32(row, column));

    /// <summary>A text, a document or bytes.</summary>
    internal ReadOnlyMemory<byte> Content(int row, int column)
    {
        var at = PlaceOf(row, column);
        return column == 0
            ? IsDelete(row) ? Deletes : Upserts
            : _bytes.AsMemory(at + sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at)));
    }

    private static ReadOnlyMemory<byte> Upserts { get; } = System.Text.Encoding.UTF8.GetBytes(MetaColumns.Upsert);

    private static ReadOnlyMemory<byte> Deletes { get; } = System.Text.Encoding.UTF8.GetBytes(MetaColumns.Delete);

    private int PlaceOf(int row, int column) => _places[(row * Table.All.Count) + column];

    private int LengthOf(ValueKind kind, int at) => kind switch
    {
        ValueKind.Boolean => 1,
        ValueKind.Int32 or ValueKind.Float or ValueKind.Date => sizeof(int),
        ValueKind.Int64 or ValueKind.Double or ValueKind.Timestamp => sizeof(long),
        ValueKind.Decimal => 2 * sizeof(long),
        _ => sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at)),
    };

    private void Grow(int bytes, int places)
    {
        if (_bytes.Length - Bytes < bytes)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)Bytes + bytes)));

        if (_places.Length - (Rows * places) < places)
            Array.Resize(ref _places, Math.Max(2 * _places.Length, (Rows + 1) * places));
    }
}
