using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

#pragma warning disable CA5351 // MD5 is what AWS writes into its manifests

namespace Dataflux.Tests.Dialects.DynamoDbExport;

/// <summary>Writes exports as AWS does, and wrong ones where a test asks for it. Deletes its folder at the end.</summary>
internal sealed class ExportBuilder : IDisposable
{
    internal const string Id = "01715685260608-c488b4e1";

    private readonly List<(string Name, byte[] Bytes, long ItemCount, string? Md5)> _files = [];

    internal string Root { get; } = Directory.CreateTempSubdirectory("dataflux-export-").FullName;

    /// <summary>The export's folder, as in the bucket it came from.</summary>
    internal string Folder => Path.Combine(Root, "dynamodb-export", "AWSDynamoDB", Id);

    internal string Format { get; init; } = "DYNAMODB_JSON";

    internal string MoreOfSummary { get; init; } = "";

    internal long? SummaryItemCount { get; init; }

    internal bool WithChecksums { get; init; } = true;

    internal string DataPath(string name) => Path.Combine(Folder, "data", name);

    internal ExportBuilder File(string name, byte[] bytes, long itemCount, string? md5 = "right")
    {
        _files.Add((name, bytes, itemCount, md5 == "right" ? Md5(bytes) : md5));
        return this;
    }

    internal ExportBuilder Lines(string name, params string[] lines) =>
        File(name, Gzip(string.Concat(lines.Select(line => line + "\n"))), lines.Length);

    internal ExportBuilder Write()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "data"));
        var manifest = new StringBuilder();
        foreach (var (name, bytes, count, md5) in _files)
        {
            System.IO.File.WriteAllBytes(DataPath(name), bytes);
            var checksum = md5 is null ? "" : $"\"md5Checksum\":\"{md5}\",";
            manifest.Append(
                $"{{\"itemCount\":{count},{checksum}\"etag\":\"d1663e415aedcbf3c4977cde7002d2bf-1\",\"dataFileS3Key\":\"dynamodb-export/AWSDynamoDB/{Id}/data/{name}\"}}\n");
        }

        WriteManifest("manifest-files", manifest.ToString());
        WriteManifest("manifest-summary", $$"""
            {"version":"2020-06-30","exportArn":"arn:aws:dynamodb:eu-central-1:164221962816:table/S3ExportTest/export/{{Id}}","startTime":"2024-05-14T11:14:20.608Z","endTime":"2024-05-14T11:19:26.869Z","tableArn":"arn:aws:dynamodb:eu-central-1:164221962816:table/S3ExportTest","tableId":"11991185-e7ab-4da5-8bab-03f0db0b7bfd","exportTime":"2024-05-14T11:14:20.608Z","s3Bucket":"test-bucket","s3Prefix":"dynamodb-export","s3SseAlgorithm":"AES256","s3SseKmsKeyId":null,"manifestFilesS3Key":"dynamodb-export/AWSDynamoDB/{{Id}}/manifest-files.json",{{MoreOfSummary}}"billedSizeBytes":19,"itemCount":{{SummaryItemCount ?? _files.Sum(f => f.ItemCount)}},"outputFormat":"{{Format}}"}
            """);
        return this;
    }

    /// <summary>The same export below another folder name, as if exported at another time.</summary>
    internal void CopyTo(string folder)
    {
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    internal static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));

        return bytes.ToArray();
    }

    private static string Md5(byte[] bytes) => Convert.ToBase64String(MD5.HashData(bytes));

    private void WriteManifest(string name, string json)
    {
        System.IO.File.WriteAllText(Path.Combine(Folder, name + ".json"), json);
        if (WithChecksums)
            System.IO.File.WriteAllText(Path.Combine(Folder, name + ".md5"), Md5(Encoding.UTF8.GetBytes(json)));
    }
}
