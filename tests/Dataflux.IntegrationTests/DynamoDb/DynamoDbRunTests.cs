using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Dataflux.IntegrationTests.Examples;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>The example that copies a table, with the real executable; what there must be is computed without dataflux.</summary>
public sealed class DynamoDbRunTests(DynamoDbServer server)
{
    private const int Killed = 128 + 9;
    private const string Definition = "examples/copy/copy.yaml";

    // DATAFLUX_TEST_KILLS=50 for the long form.
    private static readonly int Kills =
        int.Parse(Environment.GetEnvironmentVariable("DATAFLUX_TEST_KILLS") ?? "3", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_copy_killed_at_any_moment_is_resumed_to_the_table_that_was_meant_and_then_changes_nothing()
    {
        var table = server.NewName("copy");
        await server.CreateTableAsync(table, "pk:S", "sk:S");
        await using var proxy = new DynamoDbProxy(server.Url, new() { Unprocessed = 20, Throttled = 1, Failed = 1 });
        using var workspace = Workspace.CreateFor("Host=nowhere;Username=nobody;Database=none");
        string[] migrate =
        [
            "migrate", Definition, "--quiet", "--batch-size", "20", "--set", $"target.endpoint={proxy.Url}", "--set",
            $"target.table={table}", "--set", "target.capacity=max",
        ];
        var random = new Random(7);
        for (var kill = 0; kill < Kills; kill++)
            await workspace.Set("DATAFLUX_KILL_AT", $"in-transaction:{1 + random.Next(6)}").RunAsync(Killed, migrate);

        await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, migrate);
        var items = await server.ScanAsync(table);
        await workspace.RunAsync(0, migrate);

        Assert.Equal(Expected(), items.Select(static item => Text(item)).Order(StringComparer.Ordinal));
        var records = workspace.Summary("copy").GetProperty("counts").GetProperty("records");
        Assert.Equal(items.Count, records.GetProperty("unchanged").GetInt64());
    }

    [Fact]
    public async Task A_table_with_another_key_is_found_by_check_and_before_the_first_write()
    {
        using var workspace = Workspace.CreateFor("Host=nowhere;Username=nobody;Database=none");
        await server.CreateTableAsync(server.NewName("any"), "pk:S");
        var definition = await File.ReadAllTextAsync(Path.Combine(workspace.Folder, Definition), TestContext.Current.CancellationToken);
        workspace.Write(
            Definition,
            definition.Replace("users-copy", "there-is-no-such-table", StringComparison.Ordinal) + $"  endpoint: {server.Url}\n");

        var check = await workspace.RunAsync(2, "check", Definition, "--connect");
        var run = await workspace.RunAsync(4, "migrate", Definition, "--quiet");

        Assert.Contains("there-is-no-such-table", check, StringComparison.Ordinal);
        Assert.Contains("there-is-no-such-table", run, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Expected() => ExportLines.Read(ExampleItems.FolderOf("single-table")).Files
        .SelectMany(static lines => lines).Select(static line => JsonNode.Parse(line)!["Item"]!.AsObject())
        .Where(static item => (string?)item["pk"]!["S"] != "COUNTER").Select(static item =>
        {
            var attributes = item.ToDictionary(static pair => pair.Key, static pair => pair.Value!.ToJsonString());
            attributes.Remove("email");
            if ((item["since"] ?? item["startedAt"]) is { } seconds)
            {
                var day = DateTimeOffset.FromUnixTimeSeconds(long.Parse((string)seconds["N"]!, CultureInfo.InvariantCulture));
                attributes["day"] = $$"""{"S":"{{day:yyyy-MM-dd}}"}""";
            }

            return Text(attributes);
        }).Order(StringComparer.Ordinal);

    // The example has texts and numbers alone.
    private static string Text(Dictionary<string, AttributeValue> item) => Text(item.ToDictionary(
        static pair => pair.Key,
        static pair => (pair.Value.S is { } text ? new JsonObject { ["S"] = text } : new() { ["N"] = pair.Value.N }).ToJsonString()));

    private static string Text(Dictionary<string, string> attributes) => string.Join(
        ',', attributes.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value}"));
}
