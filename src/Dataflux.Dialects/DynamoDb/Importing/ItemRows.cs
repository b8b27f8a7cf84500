using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Dialects.Staging;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>
/// The changes that a transaction makes to a table, as they are kept until the run is complete: behind its length the length of the key's
/// text, the text, and the item as a line of the file that is imported; nothing behind the key deletes it.
/// </summary>
/// <param name="table">The table.</param>
internal sealed class ItemRows(TableInfo table)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private long _rows;

    internal bool IsEmpty => _rows == 0;

    internal ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>The table with its key.</summary>
    internal SegmentTable Description => new(
        table.Name, [.. table.Key.Select(static attribute => new SegmentColumn(attribute.Name, attribute.Type, Key: true))], _rows,
        _bytes.WrittenCount);

    /// <summary>Adds a change.</summary>
    /// <param name="key">The text of its key.</param>
    /// <param name="line">The item as a line; empty: it is deleted.</param>
    internal void Add(string key, ReadOnlySpan<byte> line)
    {
        var length = Encoding.UTF8.GetByteCount(key);
        var head = _bytes.GetSpan(2 * sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(head, sizeof(int) + length + line.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[sizeof(int)..], length);
        _bytes.Advance(2 * sizeof(int));
        Encoding.UTF8.GetBytes(key, _bytes.GetSpan(length));
        _bytes.Advance(length);
        _bytes.Write(line);
        _rows++;
    }

    /// <summary>The text of a row's key, in UTF-8.</summary>
    internal static ReadOnlyMemory<byte> KeyOf(ReadOnlyMemory<byte> row) =>
        row.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(row.Span));

    /// <summary>How many bytes of a row come before its line.</summary>
    internal static int HeadOf(ReadOnlyMemory<byte> row) => sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(row.Span);
}
