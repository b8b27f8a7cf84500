using System.IO.Compression;
using System.Text.Json;
using Dataflux.IntegrationTests.Executable;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.Chains;

/// <summary>A full export and three incremental ones, migrated by the real executable, end in the table that replaying gives.</summary>
public sealed class ChainTests(PostgreSqlFixture server)
{
    private static readonly DateTimeOffset[] Times = [.. Enumerable.Range(0, 4).Select(day => ChainExport.Start.AddDays(day))];

    [Theory]
    [InlineData("DYNAMODB_JSON")]
    [InlineData("ION")]
    public async Task A_chain_ends_in_the_table_that_replaying_its_changes_gives(string format)
    {
        using var workspace = await NewWorkspaceAsync();
        var (history, export) = Begin(workspace, seed: 1, orders: 1_000);
        export.Format = format;
        export.Translate = format == "ION" ? IonText.AsAwsWrites : line => line;
        Write(history, export, 0, 3);

        var output = await workspace.RunAsync(0, "migrate", "orders.yaml");

        await AssertTableAsync(workspace, history);
        var records = workspace.Summary("orders").GetProperty("counts").GetProperty("records");
        Assert.InRange(records.GetProperty("deleted").GetInt64(), 100, 1_000);
        Assert.Contains(" deleted", output);
        Assert.False(records.TryGetProperty("overwritten", out _), "a later state of an item is no other item");

        // Nothing new: nothing is read.
        await workspace.RunAsync(0, "migrate", "orders.yaml");
        Assert.Equal(0, workspace.Summary("orders").GetProperty("itemsRead").GetInt64());
        await AssertTableAsync(workspace, history);
    }

    [Fact]
    public async Task A_chain_that_is_killed_in_the_middle_and_run_again_ends_in_the_same_table()
    {
        using var workspace = await NewWorkspaceAsync();
        var (history, export) = Begin(workspace, seed: 2, orders: 1_000);
        Write(history, export, 0, 3);
        using (var killed = workspace.Start("migrate", "orders.yaml", "--batch-size", "10"))
        {
            await killed.SeenAsync("Completed file [6/16]");
            await killed.KillAsync();
        }

        await workspace.RunAsync(0, "migrate", "orders.yaml");

        Assert.InRange(workspace.Summary("orders").GetProperty("filesDone").GetInt32(), 16, 16);
        await AssertTableAsync(workspace, history);
    }

    [Fact]
    public async Task An_increment_that_arrives_later_is_applied_alone()
    {
        using var workspace = await NewWorkspaceAsync();
        var (history, export) = Begin(workspace, seed: 3, orders: 1_000);
        Write(history, export, 0, 2);
        await workspace.RunAsync(0, "migrate", "orders.yaml");
        await AssertTableAsync(workspace, history);
        var before = workspace.Summary("orders").GetProperty("counts").GetProperty("items").GetInt64();

        Write(history, export, 3, 3);
        await workspace.RunAsync(0, "migrate", "orders.yaml");

        await AssertTableAsync(workspace, history);
        var summary = workspace.Summary("orders");
        var items = summary.GetProperty("counts").GetProperty("items").GetInt64();
        Assert.Equal(items - before, summary.GetProperty("itemsRead").GetInt64());
        Assert.InRange(items - before, 200, 600);
    }

    [Fact]
    public async Task Increments_over_a_table_that_was_restored_from_the_past_are_idempotent()
    {
        using var workspace = await NewWorkspaceAsync();
        var (history, export) = Begin(workspace, seed: 4, orders: 500);
        Write(history, export, 0, 3);
        await workspace.RunAsync(0, "migrate", "orders.yaml");
        Directory.Delete(Path.Combine(workspace.Folder, ".dataflux", "orders"), recursive: true);

        await workspace.RunAsync(0, "migrate", "orders.yaml");

        await AssertTableAsync(workspace, history);
    }

    [Fact]
    public async Task A_delete_that_cannot_work_is_reported_before_the_first_row()
    {
        using var workspace = await NewWorkspaceAsync();
        var (history, export) = Begin(workspace, seed: 5, orders: 20);
        Write(history, export, 0, 1);
        var profile = Path.Combine(workspace.Folder, "migrations", "orders.csx");
        File.WriteAllText(profile, File.ReadAllText(profile)
            .Replace(
                "record OrderKey([property: Key] string Id)", "record OrderKey([property: Key] string Number)", StringComparison.Ordinal));

        var output = await workspace.RunAsync(4, "migrate", "orders.yaml");

        Assert.Contains("OrderKey.Number: table \"orders\" has no column \"number\"", output);
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from orders"));
    }

    [Fact]
    public async Task The_example_ends_with_the_orders_that_its_files_say()
    {
        using var workspace = await NewWorkspaceAsync();
        File.Copy(
            Path.Combine(Workspace.Repository, "migrations", "orders.yaml"),
            Path.Combine(workspace.Folder, "migrations", "orders.yaml"),
            overwrite: true);

        await workspace.RunAsync(0, "migrate", "orders.yaml");

        Assert.Equal(Replayed(Path.Combine(Workspace.Repository, "examples", "orders", "AWSDynamoDB")), await RowsAsync(workspace));
    }

    /// <summary>The example's table, read without dataflux: export after export by their ids, which begin with the time.</summary>
    private static List<string> Replayed(string folder)
    {
        var table = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var export in Directory.GetFiles(folder, "manifest-files.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            foreach (var key in File.ReadLines(export)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("dataFileS3Key").GetString()!))
            {
                using var gzip = new GZipStream(File.OpenRead(Path.Combine(folder, "..", "..", key)), CompressionMode.Decompress);
                using var lines = new StreamReader(gzip);
                while (lines.ReadLine() is { } line)
                {
                    var change = JsonDocument.Parse(line).RootElement;
                    var id = change.EnumerateObject().First(
                        member => member.Name is "Item" or "Keys").Value.GetProperty("id").GetProperty("S").GetString()!;
                    if (change.TryGetProperty("Item", out var image) || change.TryGetProperty("NewImage", out image))
                    {
                        var note = Text(image.GetProperty("detail").GetProperty("M"), "note", "S");
                        table[id] = $"{id}|{Text(image, "customer", "S")}|{Text(image, "total", "N")}|{note}";
                    }
                    else
                    {
                        table.Remove(id);
                    }
                }
            }
        }

        return [.. table.Values];

        static string Text(JsonElement image, string name, string type) => image.GetProperty(name).GetProperty(type).GetString()!;
    }

    private async Task<Workspace> NewWorkspaceAsync()
    {
        var workspace = await Workspace.CreateAsync(server);
        var migrations = Path.Combine(workspace.Folder, "migrations");
        File.Copy(Path.Combine(Workspace.Repository, "migrations", "orders.csx"), Path.Combine(migrations, "orders.csx"));
        File.WriteAllText(Path.Combine(migrations, "orders.yaml"), """
            name: orders
            profile: orders.csx
            source: { type: local-dynamodb, path: ../exports, exports: all }
            """);
        return workspace;
    }

    private static (OrderHistory History, ChainExport Export) Begin(Workspace workspace, int seed, int orders) =>
        (new OrderHistory(seed, orders), new ChainExport(Path.Combine(workspace.Folder, "exports")));

    /// <summary>Writes the exports with these numbers; 0 is the full one.</summary>
    private static void Write(OrderHistory history, ChainExport export, int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            if (number == 0)
                export.Full(Times[0], history.Full());
            else
                export.Incremental(Times[number - 1], Times[number], history.Window(Times[number - 1], Times[number]));
        }
    }

    private static async Task AssertTableAsync(Workspace workspace, OrderHistory history) =>
        Assert.Equal(history.Rows, await RowsAsync(workspace));

    private static async Task<List<string>> RowsAsync(Workspace workspace)
    {
        await using var connection = await workspace.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select id, customer, total, detail->>'note' from orders order by id collate \"C\"";
        command.AllResultTypesAreUnknown = true;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add(string.Join('|', Enumerable.Range(0, 4).Select(reader.GetString)));
        return rows;
    }
}
