using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Grouping;

/// <summary>
/// Writes a shelf: what one part has of some neighbouring partitions. Compressed portions, an index of them, and at the end the
/// index's place. It has its name only when it is complete and on disk.
/// </summary>
internal sealed class ShelfWriter : IDisposable
{
    /// <summary>The length of the end: the index's offset, its entries, <see cref="Mark"/>.</summary>
    internal const int EndBytes = sizeof(long) + sizeof(int) + sizeof(int);

    /// <summary>Says that a shelf is complete, and of this format.</summary>
    internal const int Mark = 0x31534644;

    /// <summary>The extension of a shelf that is not complete.</summary>
    internal const string Unfinished = ".new";

    // Measured: JSON shrinks to a fifth at a few times the speed of reading gzip; higher qualities cost more than the disk does.
    private const int Quality = 1;
    private const int Window = 18;
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly List<ShelfEntry> _index = [];

    internal ShelfWriter(string path)
    {
        _path = path;
        _stream = PrivateFile.Create(path + Unfinished);
    }

    /// <summary>Writes some rows of a partition.</summary>
    /// <returns>How many bytes were written.</returns>
    internal int Write(int partition, ReadOnlySpan<byte> rows)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(rows.Length));
        try
        {
            if (!BrotliEncoder.TryCompress(rows, buffer, out var length, Quality, Window))
                throw new InvalidOperationException($"{rows.Length} bytes did not fit into {buffer.Length} when compressed");

            _index.Add(new(partition, _stream.Position, length, rows.Length));
            _stream.Write(buffer, 0, length);
            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Gives the shelf its name.</summary>
    internal void Complete()
    {
        var place = _stream.Position;
        var end = new byte[(_index.Count * ShelfEntry.Bytes) + EndBytes];
        var rest = end.AsSpan();
        foreach (var entry in _index)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, entry.Partition);
            BinaryPrimitives.WriteInt64LittleEndian(rest[4..], entry.Offset);
            BinaryPrimitives.WriteInt32LittleEndian(rest[12..], entry.Length);
            BinaryPrimitives.WriteInt32LittleEndian(rest[16..], entry.RawLength);
            rest = rest[ShelfEntry.Bytes..];
        }

        BinaryPrimitives.WriteInt64LittleEndian(rest, place);
        BinaryPrimitives.WriteInt32LittleEndian(rest[8..], _index.Count);
        BinaryPrimitives.WriteInt32LittleEndian(rest[12..], Mark);
        _stream.Write(end);
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_path + Unfinished, _path, overwrite: true);
    }

    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // The disk was full. A shelf without its name is made again when its part is.
        }
    }
}
