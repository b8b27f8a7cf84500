using Dataflux.Dialects.Aws.S3;
using Dataflux.Dialects.Warehouse;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.S3;

namespace Dataflux.IntegrationTests.Warehouse;

/// <summary>
/// Files in a bucket: an object is there as a whole or not at all, whatever the store answers and whenever a process ends.
/// </summary>
public sealed class BucketTests(S3Server server) : IDisposable
{
    private const int Killed = 128 + 9;
    private const string Prefix = "lake/pictures/";
    private static readonly string[] Migrate = ["migrate", "files.yaml", "--quiet"];
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-bucket-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_meets_a_faulty_store_and_is_killed_ends_in_the_files_of_a_folder_and_in_nothing_else()
    {
        using var workspace = Workspace.CreateUnconfigured();
        await workspace.GenerateExportAsync("--items", "400", "--files", "3");
        var lake = FilesWorkspace.WritePictures(workspace, "parquet");
        await workspace.RunAsync(0, Migrate);
        var expected = FilesWorkspace.FilesOf(lake).Select(static file => file.ToJsonString()).ToList();
        var bucket = await server.CreateBucketAsync();
        await using var proxy = new FaultyProxy(server.Address);
        string[] intoBucket =
        [
            .. Migrate, "--batch-size", "50", "--set", $"target.path=s3://{bucket}/{Prefix}", "--set", $"target.endpoint={proxy.Url}",
        ];
        workspace.ForgetState("files");
        foreach (var (step, path, fault, times) in new[]
        {
            ("publication-noted", "_publishing.json", Fault.Reset, 1), ("publication-brought", ".parquet", Fault.SlowDown, 4),
            ("publication-shown", "_manifest.json", Fault.Refuse, 2),
        })
        {
            proxy.Plan(path, fault, times);
            await workspace.Set("DATAFLUX_KILL_AT", step).RunAsync(Killed, intoBucket);
            Assert.Equal(step == "publication-shown", (await server.KeysAsync(bucket, Prefix)).Contains($"{Prefix}_manifest.json"));
        }

        await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, intoBucket);

        await server.DownloadAsync(bucket, Prefix, _folder);
        Assert.Equal(expected, FilesWorkspace.FilesOf(_folder).Select(static file => file.ToJsonString()));
        Assert.Equal(
            Directory.GetFiles(Path.Combine(lake, "picture")).Select(File.ReadAllBytes),
            Directory.GetFiles(Path.Combine(_folder, "picture")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
        var keys = await server.KeysAsync(bucket, Prefix);
        Assert.Equal(expected.Count + 2, keys.Count);
        Assert.Contains($"s3://{bucket}/{Prefix}picture/0000-00000-", await ListAsync(), StringComparison.Ordinal);

        async Task<string> ListAsync() =>
            await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(_folder, "_manifests")).Single(), Stop);
    }

    [Theory]
    [InlineData(Fault.Refuse, true)]
    [InlineData(Fault.SlowDown, true)]
    [InlineData(Fault.AccessDenied, false)]
    public async Task An_upload_in_parts_that_fails_is_taken_back_and_nothing_of_the_object_is_there(Fault fault, bool passes)
    {
        var bucket = await server.CreateBucketAsync();
        await using var proxy = new FaultyProxy(server.Address);
        var (file, content) = NewFile();
        using var store = StoreOf(bucket, proxy);
        var upload = new S3Upload(store, Path.Combine(_folder, "state", "upload"), 1000);
        proxy.Plan("partNumber=3", fault, times: int.MaxValue);

        var failure = await Assert.ThrowsAsync<S3RequestException>(() => upload.BringAsync(file, "a/b c.parquet", Stop));

        Assert.Equal(passes, S3Answers.IsTransient(failure));
        Assert.Empty(await server.KeysAsync(bucket, ""));
        Assert.Single(proxy.Requests, static head => head.StartsWith("DELETE /", StringComparison.Ordinal) && head.Contains("uploadId="));
        Assert.False(File.Exists(Path.Combine(_folder, "state", "upload")));

        proxy.Plan("", Fault.None, times: 0);
        await upload.BringAsync(file, "a/b c.parquet", Stop);
        Assert.Equal(content, await store.TryReadAsync("a/b c.parquet", Stop));
    }

    [Fact]
    public async Task Parts_that_a_killed_process_left_are_taken_back_by_the_next_one()
    {
        var bucket = await server.CreateBucketAsync();
        await using var proxy = new FaultyProxy(server.Address);
        var notes = Path.Combine(_folder, "upload");
        await File.WriteAllTextAsync(notes, "lake/a.parquet\nleft-behind\n", Stop);
        using var store = StoreOf(bucket, proxy);

        await new S3Upload(store, notes).TakeBackAsync();

        Assert.Contains("DELETE", Assert.Single(proxy.Requests), StringComparison.Ordinal);
        Assert.Contains("/lake/a.parquet?uploadId=left-behind ", proxy.Requests[0], StringComparison.Ordinal);
        Assert.False(File.Exists(notes));
    }

    [Fact]
    public async Task An_answer_that_is_cut_says_nothing_about_the_object()
    {
        var bucket = await server.CreateBucketAsync();
        await using var proxy = new FaultyProxy(server.Address);
        using var store = StoreOf(bucket, proxy);
        proxy.Plan("nowhere", Fault.Reset, times: int.MaxValue);

        var failure = await Assert.ThrowsAsync<S3RequestException>(() => store.TryReadAsync("nowhere", Stop));

        Assert.True(S3Answers.IsTransient(failure), failure.ToString());
    }

    [Theory]
    [InlineData(Fault.SlowDown, FailureKind.Transient, "reduce your request rate")]
    [InlineData(Fault.Refuse, FailureKind.Transient, "_manifest.json")]
    [InlineData(Fault.AccessDenied, FailureKind.Systemic, "lack s3:GetObject on arn:aws:s3:::")]
    [InlineData(Fault.ExpiredToken, FailureKind.Systemic, "the credentials have expired")]
    [InlineData(Fault.OtherRegion, FailureKind.Systemic, "set 'region' under 'target:'")]
    public async Task What_the_store_answers_is_a_failure_of_its_kind_and_says_what_to_change(
        Fault fault, FailureKind kind, string expected)
    {
        var bucket = await server.CreateBucketAsync();
        await using var proxy = new FaultyProxy(server.Address);
        await using var target = Open(bucket, proxy);
        proxy.Plan("_manifest.json", fault, times: int.MaxValue);

        var thrown = await Record.ExceptionAsync(() => target.Capabilities.Publication!.PublishAsync(default, static _ => { }, Stop));

        var failure = target.Classify(thrown!);
        Assert.Equal(kind, failure.Kind);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(S3Server.Secret + ":", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("path=gs://lake/x", "expected a folder, or s3://bucket/prefix")]
    [InlineData("path=s3:///x", "expected a folder, or s3://bucket/prefix")]
    [InlineData("region=eu-central-1", "'region' is for files in a bucket, and 'path' is a folder")]
    public void What_cannot_be_meant_is_refused(string setting, string expected)
    {
        var values = new Dictionary<string, object> { ["path"] = "/lake" };
        values[setting[..setting.IndexOf('=')]] = setting[(setting.IndexOf('=') + 1)..];

        var thrown = Assert.Throws<ProblemsException>(() => FilesOptions.From(new DialectSettings(values, _folder)));

        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static S3Store StoreOf(string bucket, FaultyProxy proxy)
    {
        var options = BucketOptions.From(
            $"s3://{bucket}", new DialectSettings(new Dictionary<string, object> { ["endpoint"] = proxy.Url }, "/nowhere"))!;
        return new(() => S3Clients.Create(options.Login, options.PathStyle, bucket, quickRetries: 0), bucket);
    }

    private FilesTarget Open(string bucket, FaultyProxy proxy)
    {
        var values = new Dictionary<string, object>
        {
            ["path"] = $"s3://{bucket}/lake",
            ["endpoint"] = proxy.Url,
        };
        return new(FilesOptions.From(new DialectSettings(values, _folder)), _folder);
    }

    private (string File, byte[] Content) NewFile()
    {
        var content = new byte[4321];
        new Random(7).NextBytes(content);
        var path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, content);
        return (path, content);
    }
}
