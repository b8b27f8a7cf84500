using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

#pragma warning disable CA5351 // MD5 is what AWS writes into its manifests

namespace Dataflux.IntegrationTests.Chains;

/// <summary>Writes full and incremental exports of one table into a folder, as AWS lays them out: changes share one data folder.</summary>
/// <param name="folder">The folder that stands for the bucket.</param>
internal sealed class ChainExport(string folder)
{
    private int _exports;
    private int _files;

    internal static DateTimeOffset Start { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    internal string TableId { get; set; } = "11991185-e7ab-4da5-8bab-03f0db0b7bfd";

    internal string Format { get; set; } = "DYNAMODB_JSON";

    /// <summary>Turns a line of DynamoDB JSON into the format.</summary>
    internal Func<string, string> Translate { get; set; } = line => line;

    /// <summary>Writes a full export.</summary>
    /// <returns>Its id.</returns>
    internal string Full(DateTimeOffset time, params IEnumerable<string>[] files) =>
        Write(time, $"\"version\":\"2020-06-30\",\"exportTime\":\"{Iso(time)}\"", isIncremental: false, files);

    /// <summary>Writes an incremental export.</summary>
    /// <returns>Its id.</returns>
    internal string Incremental(DateTimeOffset from, DateTimeOffset to, params IEnumerable<string>[] files) => Write(
        to,
        $"\"version\":\"2023-08-01\",\"exportFromTime\":\"{Iso(from)}\",\"exportToTime\":\"{Iso(to)}\",\"outputView\":\"NEW_AND_OLD_IMAGES\",\"exportType\":\"INCREMENTAL_EXPORT\"",
        isIncremental: true,
        files);

    private string Write(DateTimeOffset time, string kind, bool isIncremental, IEnumerable<string>[] files)
    {
        var id = $"0{time.AddMinutes(20).ToUnixTimeMilliseconds()}-{_exports++:x8}";
        var exportFolder = Directory.CreateDirectory(Path.Combine(folder, "AWSDynamoDB", id)).FullName;
        var dataKey = isIncremental ? "AWSDynamoDB/data" : $"AWSDynamoDB/{id}/data";
        var data = Directory.CreateDirectory(Path.Combine(folder, dataKey)).FullName;
        var manifest = new StringBuilder();
        long total = 0;
        foreach (var file in files)
        {
            var lines = file.Select(Translate).ToList();
            var name = $"{_files++:d26}.{(Format == "ION" ? "ion" : "json")}.gz";
            var bytes = Gzip(string.Concat(lines.Select(line => line + "\n")));
            File.WriteAllBytes(Path.Combine(data, name), bytes);
            manifest.Append(
                $"{{\"itemCount\":{lines.Count},\"md5Checksum\":\"{Md5(bytes)}\",\"etag\":\"{name}-1\",\"dataFileS3Key\":\"{dataKey}/{name}\"}}\n");
            total += lines.Count;
        }

        const string table = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders";
        Manifest(exportFolder, "manifest-files", manifest.ToString());
        Manifest(exportFolder, "manifest-summary", $$"""
            {{{kind}},"exportArn":"{{table}}/export/{{id}}","startTime":"{{Iso(time)}}","endTime":"{{Iso(time)}}","tableArn":"{{table}}","tableId":"{{TableId}}","s3Bucket":"b","s3Prefix":null,"s3SseAlgorithm":"AES256","s3SseKmsKeyId":null,"manifestFilesS3Key":"AWSDynamoDB/{{id}}/manifest-files.json","billedSizeBytes":10000000,"itemCount":{{total}},"outputFormat":"{{Format}}"}
            """);
        return id;
    }

    private static void Manifest(string folder, string name, string json)
    {
        File.WriteAllText(Path.Combine(folder, name + ".json"), json);
        File.WriteAllText(Path.Combine(folder, name + ".md5"), Md5(Encoding.UTF8.GetBytes(json)));
    }

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));

        // As in real exports: an empty file is a gzip of nothing, which the runtime would not write.
        return text.Length > 0 ? bytes.ToArray() : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static string Md5(byte[] bytes) => Convert.ToBase64String(MD5.HashData(bytes));

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);
}
