using System.Buffers.Binary;
using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Staging;

/// <summary>A file with the rows of one transaction. It is there as a whole, or not at all.</summary>
/// <param name="Path">The file.</param>
/// <param name="Order">Its place among those of its part.</param>
/// <param name="Head">What it holds.</param>
/// <param name="Start">Where the rows begin.</param>
internal sealed record Segment(string Path, long Order, SegmentHead Head, long Start)
{
    private const uint Mark = 0x31474644; // DFG1

    /// <summary>Writes rows to a file that has not its name yet, and makes them durable.</summary>
    internal static void Write(string path, SegmentHead head, IEnumerable<ReadOnlyMemory<byte>> rows)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(head, SegmentJson.Default.SegmentHead);
        using var stream = PrivateFile.Create(path);
        Span<byte> start = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(start, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(start[4..], json.Length);
        stream.Write(start);
        stream.Write(json);
        foreach (var one in rows)
            stream.Write(one.Span);

        stream.Flush(flushToDisk: true);
    }

    /// <summary>Reads the beginning of a file.</summary>
    /// <exception cref="TargetException">It is damaged.</exception>
    internal static Segment Open(string path, long order)
    {
        using var stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(start) != Mark)
        {
            throw Damaged(path);
        }

        var json = new byte[BinaryPrimitives.ReadInt32LittleEndian(start[4..])];
        stream.ReadExactly(json);
        var head = JsonSerializer.Deserialize(json, SegmentJson.Default.SegmentHead)!;
        var segment = new Segment(path, order, head, start.Length + json.Length);
        return stream.Length == segment.Start + head.Tables.Sum(static table => table.Bytes) ? segment : throw Damaged(path);
    }

    /// <summary>The rows of a table, one after the other, each without its length; a row is good until the next is asked for.</summary>
    /// <exception cref="TargetException">The file is damaged.</exception>
    internal IEnumerable<ReadOnlyMemory<byte>> Rows(string table)
    {
        var at = Start;
        foreach (var one in Head.Tables)
        {
            if (one.Name == table)
            {
                var read = 0L;
                foreach (var row in RowStream.Read(Path, at, one.Bytes))
                {
                    read++;
                    yield return row;
                }

                if (read != one.Rows)
                    throw Damaged(Path);
            }

            at += one.Bytes;
        }
    }

    private static TargetException Damaged(string path) =>
        new($"{path} is not what was written to it; start over ('dataflux reset', then run again)");
}
