using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.S3;

/// <summary>The executable against a bucket and against a folder.</summary>
public sealed class S3MigrationTests(S3Server server, PostgreSqlFixture postgres)
{
    private const string Table = "select string_agg(p::text, E'\\n' order by id) from picture p";

    [Fact]
    public async Task A_bucket_and_a_folder_end_in_the_same_table()
    {
        using var local = await Workspace.CreateAsync(postgres);
        var export = await local.GenerateExportAsync("--items", "3000", "--files", "3");
        await local.RunAsync(0, "migrate", "pictures.yaml");
        var bucket = await server.CreateBucketAsync();
        await server.UploadAsync(bucket, "daily/", export);
        await using var proxy = new FaultyProxy(server.Address);
        proxy.Plan("/data/", Fault.Reset, times: 2);

        using var remote = await Workspace.CreateAsync(postgres);
        remote.SetVariable("S3_BUCKET", bucket);
        var migrated = await remote.RunAsync(
            0, "migrate", "pictures.yaml", "--source-type", "s3-dynamodb", "--s3-prefix", "daily/", "--export", "latest", "--set",
            $"source.endpoint={proxy.Url}");

        Assert.Contains($"s3://{bucket}/daily/AWSDynamoDB/", migrated);
        Assert.Equal(3000, remote.Summary().GetProperty("counts").GetProperty("items").GetInt64());
        var expected = await local.SqlAsync(Table);
        Assert.True(expected.Split('\n').Length > 500);
        Assert.Equal(expected, await remote.SqlAsync(Table));
    }

    [Fact]
    public async Task What_init_writes_of_a_bucket_migrates_from_it()
    {
        using var workspace = Workspace.CreateUnconfigured();
        var bucket = await server.CreateBucketAsync();
        await server.UploadAsync(bucket, "daily/", await workspace.GenerateExportAsync("--items", "300", "--files", "2"));

        await workspace.RunAsync(
            0, "init", "gallery", "--from", $"s3://{bucket}/daily", "--set", $"source.endpoint={ServerUrl}", "--no-editor");
        await workspace.RunAsync(0, "migrate", "gallery");

        Assert.Equal(300, workspace.Summary("gallery").GetProperty("counts").GetProperty("kept").GetInt64());
        var definition = File.ReadAllLines(Path.Combine(workspace.Folder, "migrations", "gallery.yaml"));
        Assert.Equal(
            ["  type: s3-dynamodb", $"  bucket: {bucket}", "  prefix: daily"],
            definition.SkipWhile(line => line != "source:").Skip(1).Take(3));
    }

    [Fact]
    public async Task A_role_is_assumed_with_its_external_id()
    {
        await using var tokens = new TokenService(TimeSpan.FromHours(1));
        using var workspace = await Workspace.CreateAsync(postgres);
        var bucket = await server.CreateBucketAsync();
        await server.UploadAsync(bucket, "daily/", await workspace.GenerateExportAsync("--items", "300", "--files", "2"));
        workspace.Set("AWS_ENDPOINT_URL_STS", tokens.Url).Set("AWS_REGION", "eu-central-1");

        await workspace.RunAsync(
            0, MigrateFrom(bucket, ServerUrl, "source.roleArn=arn:aws:iam::123456789012:role/exports", "source.externalId=partner/42"));

        Assert.Equal(300, workspace.Summary().GetProperty("counts").GetProperty("items").GetInt64());
        Assert.All(tokens.Requests, request => Assert.Contains("&ExternalId=partner/42&", $"&{request}&", StringComparison.Ordinal));
        Assert.Contains("&RoleArn=arn:aws:iam::123456789012:role/exports&", $"&{tokens.Requests[0]}&", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("role")]
    [InlineData("file")]
    public async Task Credentials_that_expire_in_mid_run_are_asked_for_again(string origin)
    {
        await using var tokens = new TokenService(TimeSpan.FromHours(1));
        using var workspace = await Workspace.CreateAsync(postgres);
        var bucket = await server.CreateBucketAsync();
        await server.UploadAsync(bucket, "daily/", await workspace.GenerateExportAsync("--items", "300", "--files", "3"));
        await using var proxy = new FaultyProxy(server.Address);
        var file = Path.Combine(workspace.Folder, "credentials");
        Renew(1);
        var accepted = 0;
        var renewal = 0;

        // The first token is good for the manifests and one data file; by then another program is renewing the file, and not at once.
        proxy.Expired = head =>
        {
            if (!head.Contains("/data/", StringComparison.Ordinal) || !head.Contains("token-1", StringComparison.Ordinal)
                || Interlocked.Increment(ref accepted) == 1)
            {
                return false;
            }

            if (Interlocked.Exchange(ref renewal, 1) == 0)
            {
                File.WriteAllText(file, "");
                _ = Task.Delay(TimeSpan.FromMilliseconds(300)).ContinueWith(_ => Renew(2), TaskScheduler.Default);
            }

            return true;
        };
        workspace.Set("AWS_ENDPOINT_URL_STS", tokens.Url).Set("AWS_REGION", "eu-central-1");
        if (origin == "file")
            workspace.Set("AWS_ACCESS_KEY_ID", "").Set("AWS_SECRET_ACCESS_KEY", "").Set("AWS_SHARED_CREDENTIALS_FILE", file);

        var login = origin == "role" ? "source.roleArn=arn:aws:iam::123456789012:role/exports" : "source.profile=default";
        await workspace.RunAsync(0, MigrateFrom(bucket, proxy.Url, login));

        Assert.Equal(300, workspace.Summary().GetProperty("counts").GetProperty("items").GetInt64());
        Assert.True(accepted > 1, "no request met expired credentials");
        Assert.Contains(proxy.Requests, request => request.Contains("token-2", StringComparison.Ordinal));

        void Renew(int number) => File.WriteAllText(
            file,
            $"[default]\naws_access_key_id = {S3Server.AccessKey}\naws_secret_access_key = {S3Server.Secret}\naws_session_token = "
            + $"token-{number}\n");
    }

    private string ServerUrl => $"http://{server.Address}";

    private static string[] MigrateFrom(string bucket, string endpoint, params string[] settings) =>
    [
        "migrate", "pictures.yaml", "--source-type", "s3-dynamodb", "--s3-bucket", bucket, "--s3-prefix", "daily/",
        .. settings.Prepend($"source.endpoint={endpoint}").SelectMany(static setting => new[] { "--set", setting }),
    ];

    [Fact]
    public async Task A_definition_without_bucket_is_refused_before_anything_is_touched()
    {
        using var workspace = Workspace.CreateUnconfigured();

        var output = await workspace.RunAsync(2, "migrate", "pictures.yaml", "--source-type", "s3-dynamodb");

        Assert.Contains("--s3-bucket", output);
        Assert.False(Directory.Exists(Path.Combine(workspace.Folder, ".dataflux", "pictures", "fetched")));
    }
}
