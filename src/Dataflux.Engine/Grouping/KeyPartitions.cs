using System.Buffers.Binary;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Engine.Grouping;

/// <summary>
/// The original lines of a part's rows, spread over temporary files by their key, so that one partition at a time can be
/// grouped in memory. Lines keep their order within a partition. Deleted when disposed; a killed process's are overwritten.
/// </summary>
internal sealed class KeyPartitions : IDisposable
{
    private const int HeaderBytes = sizeof(long) + sizeof(int);
    private const int MaxPartitions = 256;
    private readonly string _folder;
    private readonly BufferedStream[] _streams;

    internal KeyPartitions(string folder, int count)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        _streams = new BufferedStream[count];
        for (var i = 0; i < count; i++)
            _streams[i] = new BufferedStream(PrivateFile.Create(PathOf(i)), 32 * 1024);
    }

    internal int Count => _streams.Length;

    /// <summary>So many partitions that one of them needs about half of the memory.</summary>
    internal static int CountFor(double expectedBytes, long memory) =>
        (int)Math.Clamp(Math.Ceiling(expectedBytes / (memory / 2.0)), 2, MaxPartitions);

    internal void Add(int partition, long line, ReadOnlySpan<byte> bytes)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteInt64LittleEndian(header, line);
        BinaryPrimitives.WriteInt32LittleEndian(header[sizeof(long)..], bytes.Length);
        _streams[partition].Write(header);
        _streams[partition].Write(bytes);
    }

    internal void Seal()
    {
        foreach (var stream in _streams)
            stream.Flush();
    }

    /// <summary>The lines of a partition, each parsed again into a block of one.</summary>
    internal IEnumerable<(ItemBlock Block, long Line)> Read(int partition)
    {
        var stream = _streams[partition];
        stream.Seek(0, SeekOrigin.Begin);
        var header = new byte[HeaderBytes];
        while (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes)
        {
            var line = BinaryPrimitives.ReadInt64LittleEndian(header);
            var bytes = new byte[BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(sizeof(long)))];
            stream.ReadExactly(bytes);
            yield return (ItemBlock.Parse(bytes, line), line);
        }
    }

    public void Dispose()
    {
        foreach (var stream in _streams)
            stream.Dispose();

        Directory.Delete(_folder, recursive: true);
    }

    private string PathOf(int partition) => Path.Combine(_folder, $"{partition:D3}.part");
}
