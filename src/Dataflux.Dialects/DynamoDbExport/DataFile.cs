using System.Buffers;
using System.Runtime.CompilerServices;
using Dataflux.Dialects.DynamoDbExport.Ion;
using Dataflux.Dialects.Lines;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>
/// Reads one data file, wherever its bytes come from: MD5 of the compressed bytes first, then gzip, lines, items,
/// and the number of items last. Nothing is handed out before the checksum is right.
/// </summary>
/// <param name="file">The file as its manifest describes it.</param>
/// <param name="location">Where the bytes come from, for messages.</param>
internal sealed class DataFile(ManifestFile file, string location)
{
    /// <summary>Files up to this size are read into memory once; larger ones are read twice and must come from a seekable stream.</summary>
    internal const int LargestInMemory = 16 * 1024 * 1024;

    /// <summary>How many bytes tell whether a file is gzip.</summary>
    internal const int HeadLength = 2;

    // Of its own, because the shared pool keeps an array for each thread that gave one back, and every file is read on another.
    private static readonly ArrayPool<byte> Buffers = ArrayPool<byte>.Create(LargestInMemory, maxArraysPerBucket: 2);

    /// <summary>Reads the file's items.</summary>
    /// <param name="compressed">The file's bytes from their beginning.</param>
    /// <param name="length">How many bytes there are.</param>
    /// <param name="cancellation">Stops the reading between blocks.</param>
    internal async IAsyncEnumerable<ItemBlock> ReadAsync(
        Stream compressed, long length, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (length > LargestInMemory)
        {
            Check(await ManifestChecksum.OfAsync(compressed, cancellation));
            compressed.Position = 0;
            foreach (var block in Blocks(compressed, cancellation))
                yield return block;

            yield break;
        }

        var buffer = Buffers.Rent((int)Math.Max(length, HeadLength));
        try
        {
            var read = await compressed.ReadAtLeastAsync(
                buffer.AsMemory(0, (int)length), (int)length, throwOnEndOfStream: false, cancellation);
            if (read < length)
                throw new SourceException($"{location}: ends after {read} of {length} bytes; copy the file again");

            Check(ManifestChecksum.Of(buffer.AsSpan(0, read)));
            foreach (var block in Blocks(new MemoryStream(buffer, 0, read, writable: false), cancellation))
                yield return block;
        }
        finally
        {
            Buffers.Return(buffer);
        }
    }

    private void Check(string md5)
    {
        if (file.Md5 is { } expected && expected != md5)
        {
            throw new SourceException($"{location}: the MD5 is {md5}, but the manifest says {expected}: damaged, or of another "
                + "export; copy the file again");
        }
    }

    /// <summary>Reads items of bytes whose checksum is already known to be right.</summary>
    /// <param name="compressed">The bytes; read from their beginning.</param>
    /// <param name="cancellation">Stops the reading between blocks.</param>
    internal IEnumerable<ItemBlock> Blocks(Stream compressed, CancellationToken cancellation)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        var read = compressed.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        compressed.Position = 0;
        return Blocks(compressed, IsGzip(head[..read]), cancellation);
    }

    /// <summary>Reads items of bytes that may be checked only when all of them were read.</summary>
    /// <param name="compressed">The bytes from their beginning.</param>
    /// <param name="gzip">What <see cref="IsGzip"/> says of the first of them.</param>
    /// <param name="cancellation">Stops the reading between blocks.</param>
    internal IEnumerable<ItemBlock> Blocks(Stream compressed, bool gzip, CancellationToken cancellation)
    {
        using var lines = gzip ? StrictGzip.Open(compressed) : compressed;
        var reader = new ItemBlockReader(lines, location, file.IsIon ? IonBlocks.Parse : ItemBlock.Parse);
        while (reader.Read() is { } block)
        {
            cancellation.ThrowIfCancellationRequested();
            CheckKind(block);
            yield return block;
        }

        if (reader.Count != file.ItemCount)
        {
            throw new SourceException($"{location}: holds {reader.Count} items, but the manifest says {file.ItemCount}; copy the "
                + "export again");
        }
    }

    // A change in a full export would be applied as one, and might delete; before any item of its block is handed out.
    private void CheckKind(ItemBlock block)
    {
        if (block.Changes == (file.IsIncremental ? block.Count - block.Malformed : 0))
            return;

        var other = 0;
        while (block.Error(other) is not null || block.IsChange(other) == file.IsIncremental)
            other++;

        throw new SourceException($"{location}({block.LineNumber(other)}): " + (file.IsIncremental
            ? "a line of a full export (Item), but the manifest says INCREMENTAL_EXPORT"
            : "a line of an incremental export (Keys), but the manifest says FULL_EXPORT")
            + "; the files and manifests of several exports were mixed: copy the export again, with its manifests");
    }

    /// <summary>Known by its first bytes: people unpack and repack exports. A name that says gzip must hold it, though.</summary>
    /// <param name="head">The first <see cref="HeadLength"/> bytes; fewer when there are no more.</param>
    internal bool IsGzip(ReadOnlySpan<byte> head)
    {
        if (PartFiles.IsGzip(head))
            return true;

        return file.Key.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? throw new SourceException($"{location}: {(head.IsEmpty ? "is empty" : "is not gzip")}, although its name says gzip; copy "
                + "the file again")
            : false;
    }
}
