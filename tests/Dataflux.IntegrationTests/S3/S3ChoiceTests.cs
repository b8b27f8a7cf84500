using System.Text;
using Dataflux.Engine.Ground;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.S3;

/// <summary>Which export a bucket and prefix mean.</summary>
public sealed class S3ChoiceTests(S3Server server)
{
    private const string Newer = "01715771660608-aaaaaaaa";
    private const string Folder = $"dynamodb-export/AWSDynamoDB/{ExportBuilder.Id}";

    [Theory]
    [InlineData("")]
    [InlineData("dynamodb-export")]
    [InlineData("/dynamodb-export/")]
    [InlineData("dynamodb-export/AWSDynamoDB")]
    [InlineData(Folder)]
    [InlineData(Folder + "/")]
    [InlineData(Folder + "/manifest-summary.json")]
    [InlineData(Folder + "/manifest-files.json")]
    public async Task A_prefix_is_the_export_or_a_manifest_or_a_folder_above_it(string prefix)
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = new S3Reading(export.Proxy.Url, export.Bucket, prefix.Trim('/'));

        var opened = await reading.OpenAsync();

        Assert.Equal($"s3://{export.Bucket}/{Folder}", opened.Location);
        Assert.Equal(export.Expected.Count, opened.ItemCount);
    }

    [Fact]
    public async Task Several_exports_are_listed_and_one_is_chosen_by_id_or_as_the_latest()
    {
        await using var export = await S3Export.CreateAsync(server);
        await UploadNewerAsync(export);

        await using var unsure = new S3Reading(export.Proxy.Url, export.Bucket, "dynamodb-export");
        var listing = (await Assert.ThrowsAsync<SourceException>(unsure.OpenAsync)).Message;
        Assert.Contains("2 exports found", listing);
        Assert.Contains($"export {ExportBuilder.Id}, table S3ExportTest, 2024-05-14T11:14:20Z, 6,003 items", listing);
        Assert.Contains($"export {Newer}, table S3ExportTest, 2024-05-15T11:14:20Z, 1 items", listing);
        Assert.Contains("--export", listing);

        await using var latest = new S3Reading(export.Proxy.Url, export.Bucket, "dynamodb-export", export: "latest");
        Assert.EndsWith(Newer, (await latest.OpenAsync()).Location);
        await using var named = new S3Reading(export.Proxy.Url, export.Bucket, "dynamodb-export", export: ExportBuilder.Id);
        Assert.EndsWith(ExportBuilder.Id, (await named.OpenAsync()).Location);
        await using var wrong = new S3Reading(export.Proxy.Url, export.Bucket, "dynamodb-export", export: "nothing");
        Assert.Contains("there is no export 'nothing'", (await Assert.ThrowsAsync<SourceException>(wrong.OpenAsync)).Message);
    }

    [Fact]
    public async Task An_export_copied_below_another_prefix_is_read_from_there()
    {
        await using var export = await S3Export.CreateAsync(server);
        var bucket = await server.CreateBucketAsync();
        await server.UploadAsync(bucket, "archive/2024/", export.Local.Root);
        await using var reading = new S3Reading(export.Proxy.Url, bucket, "archive");

        Assert.Equal(export.Expected, await reading.ReadAllAsync());
    }

    [Fact]
    public async Task An_export_without_manifest_is_still_running_or_failed()
    {
        await using var export = await S3Export.CreateAsync(server);
        var bucket = await server.CreateBucketAsync();
        await server.PutAsync(bucket, $"{Folder}/_started", []);
        await server.PutAsync(bucket, $"{Folder}/data/aaaa.json.gz", [0]);
        await using var reading = new S3Reading(export.Proxy.Url, bucket, "");

        var failure = await Assert.ThrowsAsync<SourceException>(reading.OpenAsync);

        Assert.Contains("still running or failed", failure.Message);
        Assert.Contains(Folder, failure.Message);
    }

    [Fact]
    public async Task A_data_file_that_is_not_there_is_noticed_before_anything_is_read()
    {
        await using var export = await S3Export.CreateAsync(server);
        await server.Client.DeleteObjectAsync(export.Bucket, S3Export.LargeKey, S3Reading.Stop);
        await using var reading = export.Reading();

        var failure = await Assert.ThrowsAsync<SourceException>(reading.OpenAsync);

        Assert.Contains("1 of 3 data files are missing", failure.Message);
        Assert.Contains(S3Export.Large, failure.Message);
    }

    [Fact]
    public async Task A_damaged_manifest_is_refused()
    {
        await using var export = await S3Export.CreateAsync(server);
        await server.PutAsync(export.Bucket, $"{Folder}/manifest-files.md5", Encoding.ASCII.GetBytes("AAAAAAAAAAAAAAAAAAAAAA=="));
        await using var reading = export.Reading();

        Assert.Contains("checksum file beside it", (await Assert.ThrowsAsync<SourceException>(reading.OpenAsync)).Message);
    }

    [Fact]
    public async Task A_bucket_that_does_not_exist_is_named()
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = new S3Reading(export.Proxy.Url, "no-such-bucket", "x");

        Assert.Contains(
            "s3://no-such-bucket/x/: there is no such bucket", (await Assert.ThrowsAsync<SourceException>(reading.OpenAsync)).Message);
    }

    [Fact]
    public async Task Without_the_right_to_list_an_export_that_is_named_is_read_and_said_to_be_less_guarded()
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = new S3Reading(export.Proxy.Url, export.Bucket, Folder);
        export.Proxy.Plan("list-type=2", Fault.AccessDenied, times: int.MaxValue);

        Assert.Contains("s3:ListBucket is missing", Assert.Single((await reading.OpenAsync()).Notices));
        Assert.Equal(export.Expected, await reading.ReadAllAsync());
    }

    [Fact]
    public async Task Without_the_right_to_list_a_folder_above_is_refused_with_the_permission()
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = export.Reading();
        export.Proxy.Plan("list-type=2", Fault.AccessDenied, times: int.MaxValue);

        var failure = await Assert.ThrowsAsync<SourceException>(reading.OpenAsync);

        Assert.Contains($"lack s3:ListBucket on arn:aws:s3:::{export.Bucket}", failure.Message);
    }

    private async Task UploadNewerAsync(S3Export export)
    {
        using var newer = new ExportBuilder().Lines("d.json.gz", """{"Item":{"id":{"S":"new"}}}""").Write();
        foreach (var file in Directory.GetFiles(newer.Folder, "*.json", SearchOption.TopDirectoryOnly)
            .Concat([newer.DataPath("d.json.gz")]))
        {
            var bytes = await File.ReadAllBytesAsync(file, S3Reading.Stop);
            if (file.EndsWith(".json", StringComparison.Ordinal))
            {
                bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)
                    .Replace(ExportBuilder.Id, Newer, StringComparison.Ordinal)
                    .Replace("\"exportTime\":\"2024-05-14", "\"exportTime\":\"2024-05-15", StringComparison.Ordinal));
            }

            await server.PutAsync(
                export.Bucket, $"dynamodb-export/AWSDynamoDB/{Newer}/{Path.GetRelativePath(newer.Folder, file).Replace('\\', '/')}", bytes);
        }
    }
}
