using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Dataflux.Profiles;
using Microsoft.Win32.SafeHandles;

namespace Dataflux.Engine.Grouping;

/// <summary>Reads one partition's rows from a shelf.</summary>
internal static class ShelfReader
{
    /// <summary>The rows of a partition in the order they were written, with their places in the export for line numbers.</summary>
    /// <exception cref="InvalidDataException">The shelf is damaged.</exception>
    internal static IEnumerable<ItemBlock> Read(string path, int partition)
    {
        using var file = File.OpenHandle(path);
        var index = Index(file, path);
        for (var at = 0; at < index.Length; at += ShelfEntry.Bytes)
        {
            var entry = EntryAt(index.AsSpan(at));
            if (entry.Partition == partition)
                yield return Block(file, entry, path);
        }
    }

    private static byte[] Index(SafeFileHandle file, string path)
    {
        var end = new byte[ShelfWriter.EndBytes];
        var endsAt = RandomAccess.GetLength(file) - end.Length;
        if (endsAt < 0 || RandomAccess.Read(file, end, endsAt) != end.Length
            || BinaryPrimitives.ReadInt32LittleEndian(end.AsSpan(12)) != ShelfWriter.Mark)
        {
            throw Damaged(path);
        }

        var offset = BinaryPrimitives.ReadInt64LittleEndian(end);
        var entries = BinaryPrimitives.ReadInt32LittleEndian(end.AsSpan(8));
        if (offset < 0 || entries < 0 || offset + ((long)entries * ShelfEntry.Bytes) != endsAt)
            throw Damaged(path);

        var index = new byte[entries * ShelfEntry.Bytes];
        ReadExactly(file, index, offset, path);
        return index;
    }

    private static ShelfEntry EntryAt(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32LittleEndian(bytes),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]));

    private static ItemBlock Block(SafeFileHandle file, ShelfEntry entry, string path)
    {
        var compressed = ArrayPool<byte>.Shared.Rent(entry.Length);
        try
        {
            ReadExactly(file, compressed.AsSpan(0, entry.Length), entry.Offset, path);
            var raw = GC.AllocateUninitializedArray<byte>(entry.RawLength);
            return BrotliDecoder.TryDecompress(compressed.AsSpan(0, entry.Length), raw, out var length) && length == raw.Length
                ? PartitionRows.ToBlock(raw)
                : throw Damaged(path);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> bytes, long offset, string path)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(file, bytes, offset);
            if (read == 0)
                throw Damaged(path);

            bytes = bytes[read..];
            offset += read;
        }
    }

    private static InvalidDataException Damaged(string path) => new($"{path} is damaged");
}
