using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Dataflux.Profiles;

namespace Dataflux.Benchmarks.Stages;

/// <summary>One file of the example export: unzipped and split, then parsed. An operation is the whole file.</summary>
[MemoryDiagnoser]
public class ReadingBenchmarks
{
    private readonly byte[] _compressed = SampleLines.Compressed();
    private readonly List<byte[]> _blocks = SampleLines.Blocks();
    private readonly byte[] _buffer = new byte[80 * 1024];

    /// <summary>Unzips the file and finds its line ends.</summary>
    /// <returns>The number of lines.</returns>
    [Benchmark]
    public int UnzipAndSplit()
    {
        using var gzip = new GZipStream(new MemoryStream(_compressed), CompressionMode.Decompress);
        var lines = 0;
        for (var read = gzip.Read(_buffer); read > 0; read = gzip.Read(_buffer))
            lines += _buffer.AsSpan(0, read).Count((byte)'\n');

        return lines;
    }

    /// <summary>Parses the lines into items.</summary>
    /// <returns>The number of items.</returns>
    [Benchmark]
    public int Parse()
    {
        var items = 0;
        foreach (var block in _blocks)
            items += ItemBlock.Parse(block, firstLineNumber: 1).Count;

        return items;
    }
}
