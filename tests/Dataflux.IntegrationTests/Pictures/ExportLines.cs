using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.Pictures;

/// <summary>Reads the lines of an export folder for the model, by the manifest, in the order of its keys.</summary>
internal static class ExportLines
{
    internal static (List<IReadOnlyList<byte[]>> Files, DateTimeOffset ExportTime) Read(string exportFolder)
    {
        var manifest = Directory.GetFiles(exportFolder, "manifest-summary.json", SearchOption.AllDirectories).Single();
        var folder = Path.GetDirectoryName(manifest)!;
        var exportTime = DateTimeOffset.Parse((string)JsonNode.Parse(File.ReadAllText(manifest))!["exportTime"]!);
        var files = new List<IReadOnlyList<byte[]>>();
        var keys = File.ReadAllLines(Path.Combine(folder, "manifest-files.json")).Where(line => line.Length > 0)
            .Select(line => (string)JsonNode.Parse(line)!["dataFileS3Key"]!)
            .Order(StringComparer.Ordinal);
        foreach (var key in keys)
            files.Add(LinesOf(Path.Combine(folder, "data", key.Split('/')[^1])));

        return (files, exportTime);
    }

    private static List<byte[]> LinesOf(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var all = new MemoryStream();
        gzip.CopyTo(all);
        var lines = new List<byte[]>();
        var line = new List<byte>();
        foreach (var b in all.ToArray())
        {
            if (b == '\n')
            {
                lines.Add([.. line]);
                line.Clear();
            }
            else
            {
                line.Add(b);
            }
        }

        if (line.Count > 0)
            lines.Add([.. line]);

        return lines;
    }
}
