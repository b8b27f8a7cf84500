using System.Text.Json;
using Dataflux.IntegrationTests.Chains;
using Dataflux.IntegrationTests.Executable;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.S3;

/// <summary>The same items from a folder and from a bucket over HTTP, as DynamoDB JSON and as Ion, end in the same table.</summary>
public sealed class S3FormTests(PostgreSqlFixture database, S3Server server)
{
    private const string Profile = """
        record Row(long Id, string Type, Json Value);

        [Table("value")]
        record Stored([property: Key] long Id, string Type, [property: Column("value", TypeName = "jsonb")] Json Value);

        Task onStart(ISqlTarget target) => target.Execute("create table if not exists value (id bigint primary key, type text not null, value jsonb not null)");

        Row? parseItem(Item item) => new(item.Int64("id"), item["a"].Type.ToString(), item["a"].ToJson());

        Stored transform(Row row) => new(row.Id, row.Type, row.Value);
        """;

    [Fact]
    public async Task A_folder_and_a_bucket_and_JSON_and_Ion_give_identical_tables_of_all_types()
    {
        var lines = Lines();
        var tables = new Dictionary<string, string>();
        foreach (var format in new[] { "DYNAMODB_JSON", "ION" })
        {
            string[] written = format == "ION" ? [.. lines.Select(IonText.AsAwsWrites)] : [.. lines];
            using var export = new ExportBuilder { Format = format }
                .Lines("b.gz", written[..40])
                .Lines("a.gz", written[40..])
                .File("c.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0)
                .Write();
            var bucket = await server.CreateBucketAsync();
            await server.UploadAsync(bucket, "daily/", export.Root);
            foreach (var (place, source) in new[]
            {
                ("folder", $"type: local-dynamodb, path: {export.Root}"),
                ("bucket", $"type: s3-dynamodb, bucket: {bucket}, prefix: daily, endpoint: 'http://{server.Address}'"),
            })
            {
                using var workspace = await NewAsync(source);
                await workspace.RunAsync(0, "migrate", "values.yaml");
                tables[$"{format} in a {place}"] = await workspace.SqlAsync("select string_agg(v::text, E'\\n' order by id) from value v");
            }
        }

        var expected = tables["DYNAMODB_JSON in a folder"].Split('\n');
        Assert.Equal(lines.Count, expected.Length);
        Assert.Equal(
            ["B", "BOOL", "BS", "L", "M", "N", "NS", "NULL", "S", "SS"],
            expected.Select(row => row.Split(',')[1]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(tables.Values, table => Assert.Equal(expected, table.Split('\n')));
    }

    [Fact]
    public async Task A_chain_in_a_bucket_is_applied_from_a_list_and_goes_on_with_all_as_increments_arrive()
    {
        using var workspace = await Workspace.CreateAsync(database);
        var bucket = await server.CreateBucketAsync();
        var history = new OrderHistory(seed: 7, orders: 300);
        var folder = Path.Combine(workspace.Folder, "exports");
        var export = new ChainExport(folder) { Format = "ION", Translate = IonText.AsAwsWrites };
        DateTimeOffset Day(int day) => ChainExport.Start.AddDays(day);
        string[] ids = [export.Full(Day(0), history.Full()), export.Incremental(Day(0), Day(1), history.Window(Day(0), Day(1)))];
        await server.UploadAsync(bucket, "", folder);
        File.Copy(
            Path.Combine(Workspace.Repository, "migrations", "orders.csx"), Path.Combine(workspace.Folder, "migrations", "orders.csx"));
        Define($"[{ids[1]}, {ids[0]}]");

        await workspace.RunAsync(0, "migrate", "orders.yaml");
        Assert.Equal(history.Rows, await RowsAsync(workspace));
        var before = workspace.Summary("orders").GetProperty("counts").GetProperty("items").GetInt64();

        export.Incremental(Day(1), Day(2), history.Window(Day(1), Day(2)));
        await server.UploadAsync(bucket, "", folder);
        Define("all");
        var output = await workspace.RunAsync(0, "migrate", "orders.yaml");

        Assert.Equal(history.Rows, await RowsAsync(workspace));
        Assert.Contains("and 2 incremental ones until 2026-03-03T00:00:00Z", output);
        var summary = workspace.Summary("orders");
        Assert.Equal(summary.GetProperty("counts").GetProperty("items").GetInt64() - before, summary.GetProperty("itemsRead").GetInt64());
        Assert.InRange(summary.GetProperty("itemsRead").GetInt64(), 50, 200);

        void Define(string exports) => File.WriteAllText(Path.Combine(workspace.Folder, "migrations", "orders.yaml"), $$"""
            name: orders
            profile: orders.csx
            source:
              type: s3-dynamodb
              bucket: {{bucket}}
              endpoint: http://{{server.Address}}
              exports: {{exports}}
            """);
    }

    [Fact]
    public async Task A_bucket_is_inspected_like_a_folder()
    {
        using var workspace = Workspace.CreateUnconfigured();
        using var export = new ExportBuilder { Format = "ION" }.Lines("a.gz", [.. Lines().Select(IonText.AsAwsWrites)]).Write();
        var bucket = await server.CreateBucketAsync();
        await server.UploadAsync(bucket, "daily/", export.Root);
        await server.PutAsync(bucket, "daily/AWSDynamoDB/01800000000000-aaaaaaaa/_started", []);

        var remote = JsonDocument.Parse(await workspace.RunAsync(
            0, "inspect", $"s3://{bucket}/daily", "--set", $"source.endpoint=http://{server.Address}", "--output", "json")).RootElement;
        var local = JsonDocument.Parse(await workspace.RunAsync(0, "inspect", export.Root, "--output", "json")).RootElement;

        Assert.Equal(local.GetProperty("inspection").GetRawText(), remote.GetProperty("inspection").GetRawText());
        Assert.Equal(
            ["S3ExportTest", "has no manifest-summary.json: the export is still running or failed, or was copied before it ended"],
            remote.GetProperty("exports").EnumerateArray()
                .Select(found => found.GetProperty(found.TryGetProperty("table", out _) ? "table" : "problem").GetString()));
        Assert.Equal(Lines().Count, remote.GetProperty("inspection").GetProperty("items").GetInt32());
        Assert.False(Directory.Exists(Path.Combine(workspace.Folder, ".dataflux")));
    }

    /// <summary>An item for every attribute value that DynamoDB stores, of the vectors whose sources are in their file.</summary>
    private static List<string> Lines()
    {
        var lines = new List<string>();
        foreach (var vector in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "attribute-value-vectors.jsonl")))
        {
            var json = JsonDocument.Parse(vector, new JsonDocumentOptions { MaxDepth = 300 }).RootElement;
            var isStored = !json.TryGetProperty("expectError", out _)
                && !(json.TryGetProperty("ddbRejects", out var refused) && refused.GetBoolean());
            var value = json.GetProperty("attributeValue").GetRawText();
            if (isStored && !value.Contains("\\u0000", StringComparison.Ordinal)
                && !value.Contains("\\ud800", StringComparison.OrdinalIgnoreCase))
            {
                lines.Add($$$$"""{"Item":{"id":{"N":"{{{{lines.Count}}}}"},"a":{{{{value}}}}}}""");
            }
        }

        Assert.InRange(lines.Count, 60, 102);
        return lines;
    }

    private static async Task<List<string>> RowsAsync(Workspace workspace) =>
        [.. (await workspace.SqlAsync(
            "select string_agg(concat_ws('|', id, customer, total, detail->>'note'), E'\\n' order by id collate \"C\") "
            + "from orders")).Split('\n')];

    private async Task<Workspace> NewAsync(string source)
    {
        var workspace = await Workspace.CreateAsync(database);
        File.WriteAllText(Path.Combine(workspace.Folder, "migrations", "values.csx"), Profile);
        File.WriteAllText(
            Path.Combine(workspace.Folder, "migrations", "values.yaml"), $"name: values\nprofile: values.csx\nsource: {{ {source} }}\n");
        return workspace;
    }
}
