using System.ComponentModel.DataAnnotations;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Dialects.DynamoDb;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.S3;

namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>New tables by an import of files, with the real executable and a service that imports as AWS says.</summary>
public sealed class ImportTests(DynamoDbServer server, S3Server store) : IAsyncLifetime
{
    private const int Killed = 128 + 9;
    private const string Definition = "examples/price-list/price-list.yaml";
    private readonly string _state = Directory.CreateTempSubdirectory("dataflux-import-").FullName;
    private ImportService _service = null!;
    private string _bucket = "";
    private string _table = "";

    public async ValueTask InitializeAsync()
    {
        _bucket = await store.CreateBucketAsync();
        _table = server.NewName("imported");
        await server.DropTableAsync(_table); // starts the server
        _service = new(server, store);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    [Fact]
    public async Task A_run_that_is_killed_at_each_of_its_steps_makes_one_import_and_the_table_that_was_meant()
    {
        using var workspace = Workspace.CreateFor("Host=nowhere;Username=nobody;Database=none");
        string[] steps =
        [
            "between-batches", "before-checkpoint:2", "import-brought", "import-written", "import-starting", "import-started",
            "import-known", "before-complete",
        ];
        foreach (var step in steps)
            await workspace.Set("DATAFLUX_KILL_AT", step).RunAsync(Killed, Migrate("--batch-size", "20"));

        var shown = await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, Migrate("--batch-size", "20"));

        var items = ItemText.Of(await server.ScanAsync(_table));
        Assert.Equal(IntoDynamoDbTests.Prices(), items);
        var import = Assert.Single(_service.Imports.Values);
        Assert.Equal((items.Count, items.Count, 0, 0), (import.Processed, import.Imported, import.Errors, import.Overwritten));
        Assert.Matches($@"published +{items.Count} +rows in 1 file", shown);

        // The request beside the files is the one that was made, but for its token.
        var files = await store.ListAsync(_bucket, "");
        Assert.Equal(
            ["data/part-00000.json.gz", "import-table.json", "manifest.json"], files.Select(file => file.Key[$"in/{_table}/".Length..]));
        var request = import.Request.DeepClone().AsObject();
        request.Remove("ClientToken");
        Assert.True(JsonNode.DeepEquals(request, JsonNode.Parse(files[1].Bytes)), request.ToJsonString());
        var manifest = JsonDocument.Parse(files[2].Bytes).RootElement;
        Assert.Equal(items.Count, manifest.GetProperty("items").GetInt32());
        Assert.Equal(85 - items.Count, manifest.GetProperty("superseded").GetInt32());

        // What comes after an import is written.
        await workspace.RunAsync(0, Migrate("--set", "target.mode=write"));
        Assert.Equal(items, ItemText.Of(await server.ScanAsync(_table)));
    }

    [Fact]
    public async Task A_table_that_is_there_is_refused_before_anything_is_written_and_so_is_a_place_with_other_files()
    {
        using var workspace = Workspace.CreateFor("Host=nowhere;Username=nobody;Database=none");
        await server.CreateTableAsync(_table, "sku:S");

        Assert.Contains("an import makes a new one", await workspace.RunAsync(4, Migrate()), StringComparison.Ordinal);
        Assert.Empty(await store.ListAsync(_bucket, ""));

        await server.DropTableAsync(_table);
        await store.PutAsync(_bucket, $"in/{_table}/data/of-others.json", [1]);
        Assert.Contains("of-others.json", await workspace.RunAsync(4, Migrate()), StringComparison.Ordinal);
        Assert.Empty(_service.Imports);
    }

    [Fact]
    public async Task Items_that_an_interrupted_import_keeps_are_not_passed_over_by_a_run_that_writes()
    {
        using var workspace = Workspace.CreateFor("Host=nowhere;Username=nobody;Database=none");
        await workspace.Set("DATAFLUX_KILL_AT", "import-noted").RunAsync(Killed, Migrate());
        await server.CreateTableAsync(_table, "sku:S");

        var refused = await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(4, Migrate("--set", "target.mode=write"));

        Assert.Contains("its items are in no table yet", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_does_not_bring_all_items_is_named_and_the_next_run_imports_the_same_files_again()
    {
        await using var target = Open();
        var session = await BeginAsync(target);
        await session.WriteAsync(static target => target.Upsert([new Row("a", 1), new Row("b", 2), new Row("a", 3)]), Stop);

        _service.Cancels = true;
        Assert.Contains("was cancelled", await FailureOfAsync(target), StringComparison.Ordinal);
        Assert.Contains("is there already", await FailureOfAsync(target), StringComparison.Ordinal);

        _service.Cancels = false;
        _service.Reads = import => store.PutAsync(_bucket, $"{import.Prefix}stranger.json.gz", Packed("""{"Item":{"id":{"S":"c"}}}"""));
        await server.DropTableAsync(_table);
        Assert.Contains(
            "does not add up: 2 items are in the files, 3 were processed", await FailureOfAsync(target), StringComparison.Ordinal);

        _service.Reads = import => store.PutAsync(_bucket, $"{import.Prefix}stranger.json.gz", Packed("""{"Item":{"no":{"S":"c"}}}"""));
        await server.DropTableAsync(_table);
        var refused = await FailureOfAsync(target);
        Assert.Contains("FAILED: ItemValidationError: Some of the items failed validation", refused, StringComparison.Ordinal);
        Assert.Contains("1 refused", refused, StringComparison.Ordinal);
        Assert.Contains("log-group:/aws-dynamodb/imports", refused, StringComparison.Ordinal);

        _service.Reads = static _ => Task.CompletedTask;
        await store.Client.DeleteObjectAsync(_bucket, $"in/{_table}/data/stranger.json.gz", Stop);
        await server.DropTableAsync(_table);
        var files = await target.Capabilities.Publication!.PublishAsync(default, static _ => { }, Stop);

        Assert.Equal(2, files.Sum(static file => file.Rows));
        Assert.Equal(
            ["""{"id":{"S":"a"},"n":{"N":"3"}}""", """{"id":{"S":"b"},"n":{"N":"2"}}"""], ItemText.Of(await server.ScanAsync(_table)));
        Assert.Equal(4, _service.Imports.Count);
    }

    [Fact]
    public async Task A_start_whose_answer_was_lost_is_the_same_import_even_when_its_token_is_too_old()
    {
        await using var target = Open();
        var session = await BeginAsync(target);
        await session.WriteAsync(static target => target.Upsert([new Row("a", 1)]), Stop);

        foreach (var _ in new[] { 1, 2 })
        {
            _service.LoseStarts(1);
            var lost = await Record.ExceptionAsync(() => target.Capabilities.Publication!.PublishAsync(default, static _ => { }, Stop));
            Assert.Equal(FailureKind.Transient, target.Classify(lost!).Kind);
        }

        _service.ForgetsTokens = true;
        await target.Capabilities.Publication!.PublishAsync(default, static _ => { }, Stop);

        Assert.Single(_service.Imports);
        Assert.Single(await server.ScanAsync(_table));

        // The next one would be another import.
        await target.Capabilities.Publication!.EndAsync(Stop);
        await using var next = Open();
        var refused = await Assert.ThrowsAsync<TargetException>(() => next.PrepareAsync([typeof(Row)], Stop));
        Assert.Contains("is there already", refused.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static byte[] Packed(string line)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Fastest))
            packed.Write(Encoding.UTF8.GetBytes(line));

        return bytes.ToArray();
    }

    private static async Task<string> FailureOfAsync(ITargetConnection target) => (await Assert.ThrowsAsync<TargetException>(
        () => target.Capabilities.Publication!.PublishAsync(default, static _ => { }, Stop))).Message;

    private static async Task<ITargetSession> BeginAsync(ITargetConnection target)
    {
        await target.Capabilities.Publication!.BeginAsync(
            new("rows", DateTimeOffset.UnixEpoch, new Dictionary<string, string?>(), [0]), Stop);
        await target.PrepareAsync([typeof(Row)], Stop);
        return await target.OpenSessionAsync(Stop);
    }

    private ITargetConnection Open() => DynamoDbDialect.Dialect.Create(new DialectSettings(
        new Dictionary<string, object>
        {
            ["endpoint"] = _service.Url,
            ["table"] = _table,
            ["mode"] = "import",
            ["path"] = $"s3://{_bucket}/in",
            ["s3Endpoint"] = store.Url,
        },
        _state));

    private string[] Migrate(params string[] more) =>
    [
        "migrate", Definition, "--set", $"target.endpoint={_service.Url}", "--set", $"target.table={_table}", "--set", "target.mode=import",
        "--set", $"target.path=s3://{_bucket}/in", "--set", $"target.s3Endpoint={store.Url}", .. more,
    ];

    private sealed record Row([property: Key] string Id, int N);
}
