using Dataflux.IntegrationTests.Examples;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.MySql;

/// <summary>A migration into MariaDB with the real executable, killed on its way.</summary>
public sealed class MySqlMigrationTests(MariaDbFixture server)
{
    private const int Killed = 128 + 9;

    private const string Profile = """
        record Row(string Sku, string Title, decimal? Price, DateTimeOffset UpdatedAt, Json Document);

        [Table("products")]
        record Product([property: Key] string Sku, string Title, decimal? Price, DateTimeOffset UpdatedAt, Json Document);

        Row parseItem(Item item) =>
            new(item.String("sku"), item.String("title"), item.TryDecimal("price"), item.Timestamp("updated", Epoch.Seconds), item.ToJson());

        Product transform(Row row) => new(row.Sku, row.Title, row.Price, row.UpdatedAt, row.Document);

        Task onStart(ISqlTarget target) => target.Execute("create table if not exists products (sku varchar(255) character set utf8mb4 "
            + "collate utf8mb4_bin primary key, title text not null, price decimal(38, 10), updated_at datetime(6) not null, "
            + "document json not null) character set utf8mb4");
        """;

    [Theory]
    [InlineData("")]
    [InlineData("checkpoint: target")]
    public async Task A_killed_run_goes_on_and_ends_with_every_value_and_a_second_one_changes_nothing(string checkpoint)
    {
        await using var bench = await MySqlBench.CreateAsync(await server.CreateDatabaseAsync(), "do 1");
        using var workspace = Workspace.CreateUnconfigured();
        workspace.Write("products.csx", Profile);
        workspace.Write(
            "products.yaml",
            $"""
            name: products
            profile: products.csx
            source:
              type: local-dynamodb
              path: {ExampleItems.FolderOf("documents")}
            target:
              type: mysql
              connection: {bench.Database}
            {checkpoint}
            """);
        string[] migrate = ["migrate", "products.yaml", "--batch-size", "5", "--quiet"];
        await workspace.Set("DATAFLUX_KILL_AT", "between-batches:9").RunAsync(Killed, migrate);
        await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, migrate);

        var products = ExampleItems.Of("documents");
        var rows = await bench.RowsAsync("select sku, title, document from products");
        Assert.Equal(
            products.Select(item => $"{item.S("sku")}|{item.S("title")}|{CanonicalJson.Of(ExampleItems.PlainMap(item))}")
                .Order(StringComparer.Ordinal),
            rows.Select(static row => row.Split('|', 3)).Select(static row => $"{row[0]}|{row[1]}|{CanonicalJson.Of(row[2])}")
                .Order(StringComparer.Ordinal));

        var again = await workspace.RunAsync(0, "migrate", "products.yaml");
        Assert.Contains("  0 inserted, 0 updated, ", again);
    }
}
