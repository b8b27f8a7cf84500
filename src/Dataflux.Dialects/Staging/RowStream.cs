using System.Buffers.Binary;

namespace Dataflux.Dialects.Staging;

/// <summary>Reads rows from a piece of a file.</summary>
internal static class RowStream
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>The rows, each without its length; a row is good until the next is asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Where they begin.</param>
    /// <param name="length">How many bytes they take.</param>
    internal static IEnumerable<ReadOnlyMemory<byte>> Read(string path, long start, long length)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        stream.Position = start;
        var buffer = new byte[BufferBytes];
        var (from, filled, left) = (0, 0, length);
        while (true)
        {
            var have = filled - from;
            var row = have >= sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(from)) : -1;
            if (row >= 0 && have - sizeof(int) >= row)
            {
                yield return buffer.AsMemory(from + sizeof(int), row);
                from += sizeof(int) + row;
                continue;
            }

            if (left == 0)
                yield break;

            // A row that is larger than the buffer is read into a larger one.
            var kept = buffer.AsSpan(from, have);
            if (row + sizeof(int) > buffer.Length)
            {
                var larger = new byte[row + sizeof(int)];
                kept.CopyTo(larger);
                buffer = larger;
            }
            else
            {
                kept.CopyTo(buffer);
            }

            (from, filled) = (0, have);
            var read = stream.Read(buffer, filled, (int)Math.Min(buffer.Length - filled, left));
            if (read == 0)
                yield break;

            filled += read;
            left -= read;
        }
    }
}
