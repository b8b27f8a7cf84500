using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

#pragma warning disable CA5351 // MD5 is what AWS writes into its manifests

namespace Dataflux.IntegrationTests.Daemon;

/// <summary>The export of <see cref="GatedMigration"/>, with manifests as AWS writes them.</summary>
internal static class GatedExport
{
    internal static void Write(string folder)
    {
        const string Key = "AWSDynamoDB/01715685260608-c488b4e1";
        var manifest = new StringBuilder();
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        for (var file = 1; file <= GatedMigration.Files; file++)
        {
            using var bytes = new MemoryStream();
            using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            {
                for (var n = 1; n <= GatedMigration.ItemsPerFile; n++)
                {
                    gzip.Write(Encoding.UTF8.GetBytes(
                        $$$"""{"Item":{"id":{"S":"{{{file}}}-{{{n}}}"},"file":{"N":"{{{file}}}"},"n":{"N":"{{{n}}}"} } }""" + "\n"));
                }
            }

            File.WriteAllBytes(Path.Combine(folder, "data", $"f{file}.json.gz"), bytes.ToArray());
            manifest.Append(
                $$"""{"itemCount":{{GatedMigration.ItemsPerFile}},"md5Checksum":"{{Md5(bytes.ToArray())}}","etag":"x","dataFileS3Key":"{{Key}}/data/f{{file}}.json.gz"}""" + "\n");
        }

        WriteManifest(folder, "manifest-files", manifest.ToString());
        WriteManifest(folder, "manifest-summary", $$"""
            {"version":"2020-06-30","exportArn":"arn:aws:dynamodb:eu-central-1:1:table/Gated/export/01","startTime":"2024-05-14T11:14:20.608Z","endTime":"2024-05-14T11:19:26.869Z","tableArn":"arn:aws:dynamodb:eu-central-1:1:table/Gated","tableId":"11991185-e7ab-4da5-8bab-03f0db0b7bfd","exportTime":"2024-05-14T11:14:20.608Z","s3Bucket":"b","s3Prefix":null,"s3SseAlgorithm":"AES256","s3SseKmsKeyId":null,"manifestFilesS3Key":"{{Key}}/manifest-files.json","billedSizeBytes":19,"itemCount":{{GatedMigration.Files * GatedMigration.ItemsPerFile}},"outputFormat":"DYNAMODB_JSON"}
            """);
    }

    private static void WriteManifest(string folder, string name, string json)
    {
        File.WriteAllText(Path.Combine(folder, name + ".json"), json);
        File.WriteAllText(Path.Combine(folder, name + ".md5"), Md5(Encoding.UTF8.GetBytes(json)));
    }

    private static string Md5(byte[] bytes) => Convert.ToBase64String(MD5.HashData(bytes));
}
