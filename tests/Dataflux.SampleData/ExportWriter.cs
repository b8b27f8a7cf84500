using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

#pragma warning disable CA5351 // MD5 is what AWS writes into its manifests

namespace Dataflux.SampleData;

/// <summary>Writes data files and manifests as AWS lays them out, byte for byte the same for the same options.</summary>
internal sealed class ExportWriter
{
    private const string Account = "arn:aws:dynamodb:eu-central-1:123456789012:table";
    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyz234567";
    private const int NameLength = 26;
    private static readonly DateTimeOffset FirstStart = new(2026, 1, 14, 21, 33, 52, 834, TimeSpan.Zero);

    private readonly SampleOptions _options;
    private readonly string _exportId;
    private readonly string _tableId;
    private readonly string _prefix;
    private readonly string _folder;
    private readonly DateTimeOffset _start;
    private readonly StringBuilder _files = new();
    private long _items;
    private long _bytes;

    internal ExportWriter(SampleOptions options)
    {
        _options = options;
        var random = new Randomness(options.Seed, Randomness.Topic.Export, 0);
        _start = FirstStart.AddMinutes(random.Below(100_000));
        _exportId = $"0{_start.ToUnixTimeMilliseconds()}-{(uint)random.Next():x8}";
        _tableId = new Guid((int)random.Next(), (short)random.Next(), 0x4da5, [.. BitConverter.GetBytes(random.Next())]).ToString();
        _prefix = $"{Path.GetFileName(options.Folder)}/AWSDynamoDB/{_exportId}";
        _folder = Path.Combine(options.Folder, "AWSDynamoDB", _exportId);
        if (Directory.Exists(Path.Combine(options.Folder, "AWSDynamoDB")))
            Directory.Delete(Path.Combine(options.Folder, "AWSDynamoDB"), recursive: true);

        Directory.CreateDirectory(Path.Combine(_folder, "data"));
    }

    /// <summary>Writes one data file and its line of the manifest.</summary>
    /// <param name="index">The file's index.</param>
    /// <param name="items">How many items it holds.</param>
    /// <param name="make">Makes a line; it gets the file's short name and the line's index.</param>
    internal void WriteFile(int index, int items, Func<string, int, ItemLine> make)
    {
        var name = Name(index) + ".json.gz";
        var path = Path.Combine(_folder, "data", name);
        using (var file = File.Create(path))
        {
            if (items == 0)
            {
                file.Write(EmptyGzip);
            }
            else
            {
                using var gzip = new GZipStream(file, CompressionLevel.Optimal);
                using var buffered = new BufferedStream(gzip, 256 * 1024);
                for (var i = 0; i < items; i++)
                {
                    var line = make(name, i);
                    buffered.Write(line.Bytes);
                    _bytes += line.Bytes.Length;
                }
            }
        }

        using var written = File.OpenRead(path);
        var md5 = MD5.HashData(written);
        var etag = Convert.ToHexStringLower(MD5.HashData(md5)) + "-1"; // as of a multipart upload of one part
        _files.Append(
            CultureInfo.InvariantCulture,
            $$"""{"itemCount":{{items}},"md5Checksum":"{{Convert.ToBase64String(md5)}}","etag":"{{etag}}","dataFileS3Key":"{{_prefix}}/data/{{name}}"}""").Append('\n');
        _items += items;
    }

    internal void WriteManifests()
    {
        var (start, end) = (Iso(_start), Iso(_start.AddSeconds(306.261)));
        WriteManifest("manifest-files", _files.ToString());
        WriteManifest("manifest-summary", $$"""
            {"version":"2020-06-30","exportArn":"{{Account}}/{{_options.Example ?? "pictures"}}/export/{{_exportId}}","startTime":"{{start}}","endTime":"{{end}}","tableArn":"{{Account}}/{{_options.Example ?? "pictures"}}","tableId":"{{_tableId}}","exportTime":"{{Iso(_start.AddMilliseconds(-1_834))}}","s3Bucket":"example-exports","s3Prefix":"{{Path.GetFileName(_options.Folder)}}","s3SseAlgorithm":"AES256","s3SseKmsKeyId":null,"manifestFilesS3Key":"{{_prefix}}/manifest-files.json","billedSizeBytes":{{_bytes}},"itemCount":{{_items}},"outputFormat":"DYNAMODB_JSON"}
            """);
        File.WriteAllBytes(Path.Combine(_folder, "_started"), []);
    }

    /// <summary>A valid gzip of nothing, 20 bytes as in real exports; the runtime's own would write no byte at all.</summary>
    private static ReadOnlySpan<byte> EmptyGzip => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string Name(int index)
    {
        var random = new Randomness(_options.Seed, Randomness.Topic.File, -1 - index);
        return string.Create(NameLength, random, static (name, random) =>
        {
            foreach (ref var character in name)
                character = NameCharacters[random.Below(NameCharacters.Length)];
        });
    }

    private void WriteManifest(string name, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        File.WriteAllBytes(Path.Combine(_folder, name + ".json"), bytes);
        File.WriteAllText(Path.Combine(_folder, name + ".md5"), Convert.ToBase64String(MD5.HashData(bytes)));
    }
}
