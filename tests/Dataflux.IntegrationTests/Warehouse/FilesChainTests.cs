using Dataflux.IntegrationTests.Chains;
using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Warehouse;

/// <summary>A chain of exports in files: increments add files, and the last state of each key is the table that replaying gives.</summary>
public sealed class FilesChainTests
{
    private static readonly DateTimeOffset[] Times = [.. Enumerable.Range(0, 4).Select(day => ChainExport.Start.AddDays(day))];

    [Fact]
    public async Task Increments_add_files_and_the_last_state_of_each_key_is_that_of_the_table()
    {
        using var workspace = NewWorkspace();
        var (history, export) = (new OrderHistory(11, 400), new ChainExport(Path.Combine(workspace.Folder, "exports")));
        export.Full(Times[0], history.Full());
        export.Incremental(Times[0], Times[1], history.Window(Times[0], Times[1]));
        await workspace.RunAsync(0, "migrate", "orders.yaml", "--quiet");
        var lake = Path.Combine(workspace.Folder, "lake");
        Assert.Equal(history.Rows, Latest(lake));
        var before = FilesWorkspace.FilesOf(lake).Select(static file => (string)file["path"]!).ToList();
        var beforehand = FilesWorkspace.HashesOf(Path.Combine(lake, "orders"));

        export.Incremental(Times[1], Times[2], history.Window(Times[1], Times[2]));
        export.Incremental(Times[2], Times[3], history.Window(Times[2], Times[3]));
        await workspace.RunAsync(0, "migrate", "orders.yaml", "--quiet");

        Assert.Equal(history.Rows, Latest(lake));
        var after = FilesWorkspace.FilesOf(lake).Select(static file => (string)file["path"]!).ToList();
        Assert.Equal((2, 4), (before.Count, after.Count));
        Assert.Equal(before, after[..2]);
        Assert.Subset(FilesWorkspace.HashesOf(Path.Combine(lake, "orders")).Split('\n').ToHashSet(), beforehand.Split('\n').ToHashSet());
        var times = DuckDb.Rows($"select min(_written_at) >= '{Times[2]:yyyy-MM-dd}'::timestamptz from '{Path.Combine(lake, after[3])}'");
        Assert.Equal("true", times[0][0]);
    }

    [Fact]
    public async Task A_chain_in_one_run_that_is_killed_ends_in_the_same_files_as_one_run_for_each_export()
    {
        using var workspace = NewWorkspace();
        var (history, export) = (new OrderHistory(12, 300), new ChainExport(Path.Combine(workspace.Folder, "exports")));
        var lake = Path.Combine(workspace.Folder, "lake");
        export.Full(Times[0], history.Full());
        for (var i = 1; i < Times.Length; i++)
        {
            await workspace.RunAsync(0, "migrate", "orders.yaml", "--quiet");
            export.Incremental(Times[i - 1], Times[i], history.Window(Times[i - 1], Times[i]));
        }

        await workspace.RunAsync(0, "migrate", "orders.yaml", "--quiet");
        var expected = FilesWorkspace.HashesOf(lake);

        workspace.ForgetState("orders");
        Directory.Delete(lake, recursive: true);
        foreach (var step in new[] { "between-batches:20", "publication-brought:3" })
            await workspace.Set("DATAFLUX_KILL_AT", step).RunAsync(128 + 9, "migrate", "orders.yaml", "--quiet", "--batch-size", "10");

        await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, "migrate", "orders.yaml", "--quiet");

        Assert.Equal(expected, FilesWorkspace.HashesOf(lake));
        Assert.Equal(history.Rows, Latest(lake));
    }

    private static List<string> Latest(string lake) =>
    [
        .. DuckDb.Rows(
                "select id, customer, total::double::bigint, detail->>'note' from "
                + $"{DuckDb.Latest(DuckDb.Table(lake, "orders")!, "id")} order by id")
            .Select(static row => string.Join('|', row)),
    ];

    private static Workspace NewWorkspace()
    {
        var workspace = Workspace.CreateUnconfigured();
        var script = File.ReadAllText(Path.Combine(Workspace.Repository, "migrations", "orders.csx"));
        var migrations = Path.Combine(workspace.Folder, "migrations");
        var start = script.IndexOf("Task onStart", StringComparison.Ordinal); // makes a table, which files do not need
        var end = script.IndexOf("Row? parseItem", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(migrations, "orders.csx"), script.Remove(start, end - start));
        File.WriteAllText(Path.Combine(migrations, "orders.yaml"), """
            name: orders
            profile: orders.csx
            source: { type: local-dynamodb, path: ../exports, exports: all }
            target: { type: files, path: ../lake }
            """);
        return workspace;
    }
}
