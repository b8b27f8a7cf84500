using System.IO.Compression;

namespace Dataflux.Benchmarks.Stages;

/// <summary>The first data file of the example export, as every stage finds it.</summary>
internal static class SampleLines
{
    private const int BlockBytes = 80 * 1024; // as ItemBlockReader makes them

    internal static byte[] Compressed()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dataflux.Scripted.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in the repository");

        var examples = Path.Combine(folder.FullName, "examples", "pictures");
        var files = Directory.EnumerateFiles(examples, "*.json.gz", SearchOption.AllDirectories);
        return File.ReadAllBytes(files.Order(StringComparer.Ordinal).First());
    }

    /// <summary>The lines in blocks of whole lines.</summary>
    internal static List<byte[]> Blocks()
    {
        using var lines = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(Compressed()), CompressionMode.Decompress))
            gzip.CopyTo(lines);

        var blocks = new List<byte[]>();
        var rest = lines.GetBuffer().AsSpan(0, (int)lines.Length);
        while (rest.Length > 0)
        {
            var length = rest.Length <= BlockBytes ? rest.Length : rest[..BlockBytes].LastIndexOf((byte)'\n') + 1;
            blocks.Add(rest[..length].ToArray());
            rest = rest[length..];
        }

        return blocks;
    }
}
