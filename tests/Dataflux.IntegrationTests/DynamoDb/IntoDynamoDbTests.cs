using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>The examples that bring files and tables into DynamoDB, with the real executable.</summary>
public sealed partial class IntoDynamoDbTests(PostgreSqlFixture postgreSql, DynamoDbServer server)
{
    private const int Killed = 128 + 9;

    // DATAFLUX_TEST_KILLS=50 DATAFLUX_TEST_ORDERS=20000 for the long form.
    private static readonly int Kills = Setting("DATAFLUX_TEST_KILLS", 4);
    private static readonly int Orders = Setting("DATAFLUX_TEST_ORDERS", 3000);

    [Fact]
    public async Task Lists_of_prices_in_CSV_become_items_and_the_newest_price_stays()
    {
        using var workspace = Workspace.CreateFor("Host=nowhere;Username=nobody;Database=none");
        var table = await TableAsync("products", "sku:S");

        await workspace.RunAsync(0, Migrate("examples/price-list/price-list.yaml", table));

        Assert.Equal(Prices(), ItemText.Of(await server.ScanAsync(table)));
        await workspace.RunAsync(0, Migrate("examples/price-list/price-list.yaml", table));
        Assert.Equal(Prices(), ItemText.Of(await server.ScanAsync(table)));
        Assert.Equal(85, workspace.Summary("price-list").GetProperty("itemsRead").GetInt64());
    }

    [Fact]
    public async Task Lines_of_JSON_become_items_with_the_same_values_and_bad_ones_are_rejects_with_their_place()
    {
        using var workspace = Workspace.CreateFor("Host=nowhere;Username=nobody;Database=none");
        var table = await TableAsync("reviews", "id:N");
        workspace.Write("reviews.ndjson", """
            {"id":1,"stars":5,"text":"good","by":{"name":"Ada","verified":true},"tags":["a",1,null],"price":12345678901234567890.5}
            {"id":2,"stars":
            {"stars":3}

            {"id":3,"text":"ü","none":null}
            """);
        workspace.Write("reviews.csx", """
            Item parseItem(Item item) => item;
            DynamoDbItem transform(Item item) => item.ToDynamoDb();
            """);
        workspace.Write("reviews.yaml", """
            name: reviews
            profile: reviews.csx
            source: { type: files, format: ndjson, path: reviews.ndjson }
            target: { type: dynamodb }
            """);

        await workspace.RunAsync(1, Migrate("reviews.yaml", table));

        Assert.Equal(
            [
                CanonicalJson.Of("""
                    {"id":{"N":"1"},"stars":{"N":"5"},"text":{"S":"good"},"by":{"M":{"name":{"S":"Ada"},"verified":{"BOOL":true}}},
                     "tags":{"L":[{"S":"a"},{"N":"1"},{"NULL":true}]},"price":{"N":"12345678901234567890.5"}}
                    """),
                CanonicalJson.Of("""{"id":{"N":"3"},"text":{"S":"ü"},"none":{"NULL":true}}"""),
            ],
            ItemText.Of(await server.ScanAsync(table)));
        Assert.Equal(
            [2, 3], workspace.Rejects("reviews").Select(static reject => reject.GetProperty("lines")[0].GetInt64()).Order());
    }

    [Fact]
    public async Task Normalized_tables_become_the_items_of_a_single_table_and_a_second_run_changes_nothing()
    {
        using var workspace = await Workspace.CreateAsync(postgreSql);
        await ShopModel.MakeAsync(workspace);
        var table = await TableAsync("shop", "PK:S", "SK:S");

        await workspace.RunAsync(0, Migrate(ShopModel.Definition, table));

        var expected = await ShopModel.ItemsAsync(workspace);
        Assert.Equal(expected, ItemText.Of(await server.ScanAsync(table)));
        await workspace.RunAsync(0, Migrate(ShopModel.Definition, table));
        Assert.Equal(expected.Count, Records(workspace, "shop").GetProperty("unchanged").GetInt64());
        Assert.Equal(2, workspace.Summary("shop").GetProperty("writers").GetInt32());
    }

    [Fact]
    public async Task Tables_that_are_killed_on_their_way_at_any_moment_and_run_again_become_the_items_that_they_mean()
    {
        using var workspace = await Workspace.CreateAsync(postgreSql);
        await ShopModel.MakeAsync(workspace, Orders);
        var expected = await ShopModel.ItemsAsync(workspace);
        var table = await TableAsync("shop", "PK:S", "SK:S"); // starts the server, whose address the proxy needs
        await using var proxy = new DynamoDbProxy(server.Url);
        await workspace.RunAsync(0, Migrate(ShopModel.Definition, table, proxy.Url));
        var requests = proxy.Operations.Count;
        workspace.ForgetState("shop");
        table = await TableAsync("shop", "PK:S", "SK:S");

        // At a request on its way. Each killed run is resumed by the next one, which is killed too; one that came to its end is compared.
        var random = new Random(20261128);
        var found = new List<int>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var came = proxy.RequestsAsync(1 + random.Next(requests));
            using var run = workspace.Start(Migrate(ShopModel.Definition, table, proxy.Url));
            await Task.WhenAny(came, run.EndedAsync());
            var isKilled = await run.KillAsync() == Killed;
            var items = ItemText.Of(await server.ScanAsync(table));
            found.Add(items.Count);
            if (isKilled)
                continue;

            Assert.Equal(expected, items);
            workspace.ForgetState("shop");
            table = await TableAsync("shop", "PK:S", "SK:S");
        }

        await workspace.RunAsync(0, Migrate(ShopModel.Definition, table, proxy.Url));

        Assert.Equal(expected, ItemText.Of(await server.ScanAsync(table)));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"items after each of {Kills} kills: {string.Join(", ", found)} of {expected.Count}");
        Assert.Contains(found, count => count > 0 && count < expected.Count);
    }

    private async Task<string> TableAsync(string name, params string[] key)
    {
        var table = server.NewName(name);
        await server.CreateTableAsync(table, key);
        return table;
    }

    private string[] Migrate(string definition, string table, string? url = null) =>
    [
        "migrate", definition, "--set", $"target.endpoint={url ?? server.Url}", "--set", $"target.table={table}", "--set",
        "target.capacity=max",
    ];

    private static JsonElement Records(Workspace workspace, string name) =>
        workspace.Summary(name).GetProperty("counts").GetProperty("records");

    // Read by a pattern, without a reader of CSV.
    internal static IReadOnlyList<string> Prices()
    {
        var products = new Dictionary<string, string>();
        foreach (var day in new[] { "2026-03-01", "2026-03-02" })
        {
            var text = File.ReadAllText(Path.Combine(Workspace.Repository, "examples", "price-list", $"prices-{day}.csv"));
            foreach (Match line in Line().Matches(text).Skip(1))
            {
                var name = line.Groups[2].Value;
                name = name is ['"', .. var quoted, '"'] ? quoted.Replace("\"\"", "\"", StringComparison.Ordinal) : name;
                var product = new JsonObject
                {
                    ["sku"] = ItemText.S(line.Groups[1].Value),
                    ["name"] = ItemText.S(name),
                    ["price"] = ItemText.N(decimal.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture)),
                };
                if (line.Groups[4].Length > 0)
                    product["stock"] = ItemText.N(int.Parse(line.Groups[4].Value, CultureInfo.InvariantCulture));

                if (line.Groups[5].Length > 0)
                {
                    var tags = line.Groups[5].Value.Split(',').Select(static tag => JsonValue.Create(tag));
                    product["tags"] = new JsonObject { ["SS"] = new JsonArray([.. tags]) };
                }

                products[line.Groups[1].Value] = CanonicalJson.Of(product);
            }
        }

        return [.. products.Values.Order(StringComparer.Ordinal)];
    }

    private static int Setting(string name, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(name) ?? $"{otherwise}", CultureInfo.InvariantCulture);

    [GeneratedRegex("""([^;\r\n]+);("(?:[^"]|"")*"|[^";]*);([^;]*);([^;]*);([^;\r\n]*)\r\n""")]
    private static partial Regex Line();
}
