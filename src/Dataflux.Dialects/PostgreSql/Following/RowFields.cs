using System.Buffers.Binary;
using Npgsql.Replication.PgOutput;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>The values of one row, in their binary form; some of them null, and some that the server did not send.</summary>
internal sealed class RowFields
{
    private const int Null = -1;
    private const int Missing = -2;

    private readonly List<(int Start, int Length)> _fields = [];
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(4096);
    private int _used;

    /// <summary>The value of a column; empty where it has none.</summary>
    internal ReadOnlySpan<byte> this[int column] =>
        _fields[column].Length < 0 ? [] : _bytes.AsSpan(_fields[column].Start, _fields[column].Length);

    internal bool IsNull(int column) => _fields[column].Length == Null;

    /// <summary>Whether the server did not send it, because it is stored apart and unchanged, or not in its binary form.</summary>
    internal bool IsMissing(int column) => _fields[column].Length == Missing;

    /// <summary>Whether a column has the same value in another row.</summary>
    internal bool IsSame(int column, RowFields other) =>
        _fields[column].Length == other._fields[column].Length && this[column].SequenceEqual(other[column]);

    /// <summary>Reads a row of the stream.</summary>
    internal async ValueTask ReadAsync(ReplicationTuple row, CancellationToken cancellation)
    {
        Clear();
        await foreach (var value in row.WithCancellation(cancellation))
        {
            if (value.Kind is not (TupleDataKind.BinaryValue or TupleDataKind.Null))
            {
                _fields.Add((0, Missing)); // it is passed over
                continue;
            }

            if (value.IsDBNull)
            {
                _fields.Add((0, Null));
                continue;
            }

            var place = Add(value.Length);
            await using var bytes = value.GetStream();
            await bytes.ReadExactlyAsync(_bytes.AsMemory(place, value.Length), cancellation);
        }
    }

    /// <summary>Takes a row of a binary COPY: for each field its length, -1 for null, and its bytes.</summary>
    internal void Take(ReadOnlySpan<byte> fields)
    {
        Clear();
        while (fields.Length > 0)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(fields);
            fields = fields[4..];
            if (length < 0)
            {
                _fields.Add((0, Null));
                continue;
            }

            var place = Add(length);
            fields[..length].CopyTo(_bytes.AsSpan(place));
            fields = fields[length..];
        }
    }

    /// <summary>Has the value of a column from another row.</summary>
    internal void Fill(int column, RowFields other)
    {
        var value = other[column];
        var length = other._fields[column].Length;
        var start = Room(value.Length);
        value.CopyTo(_bytes.AsSpan(start));
        _fields[column] = (start, length);
    }

    private void Clear()
    {
        _fields.Clear();
        _used = 0;
    }

    private int Add(int length)
    {
        var start = Room(length);
        _fields.Add((start, length));
        return start;
    }

    private int Room(int length)
    {
        if (_bytes.Length - _used < length)
            Array.Resize(ref _bytes, checked((int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, (long)_used + length))));

        _used += length;
        return _used - length;
    }
}
