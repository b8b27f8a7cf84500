using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Examples;

/// <summary>A pack in the place of its definition, with the real executable.</summary>
public sealed class PackedExampleTests(PostgreSqlFixture server)
{
    private const string Definition = "examples/event-sequences/event-sequences.yaml";
    private const string Table = "select count(*) || ' ' || md5(string_agg(p::text, '|' order by id)) from parcels p";

    [Fact]
    public async Task A_migration_that_was_begun_with_a_definition_goes_on_with_its_pack_and_elsewhere_the_pack_does_the_same()
    {
        using var whole = await Workspace.CreateAsync(server);
        await whole.RunAsync(0, "migrate", Definition);
        using var begun = await Workspace.CreateAsync(server);
        await begun.RunAsync(0, "migrate", Definition, "--limit", "100");
        await begun.RunAsync(0, "pack", Definition, "-o", "parcels.dfpack");

        var resumed = await begun.RunAsync(0, "migrate", "parcels.dfpack");

        var read = begun.Summary("event-sequences").GetProperty("itemsRead").GetInt64();
        Assert.InRange(read, 1, 207);
        Assert.Contains("dataflux psql parcels.dfpack", resumed);
        Assert.Equal(await whole.SqlAsync(Table), await begun.SqlAsync(Table));

        using var elsewhere = await Workspace.CreateAsync(server);
        var pack = Path.Combine(elsewhere.Folder, "from-a-friend.dfpack");
        File.Copy(Path.Combine(begun.Folder, "parcels.dfpack"), pack);
        await elsewhere.RunAsync(0, "migrate", "from-a-friend.dfpack", "--set", $"source.path={ExampleItems.FolderOf("event-sequences")}");
        Assert.Equal(await whole.SqlAsync(Table), await elsewhere.SqlAsync(Table));
        Assert.Contains("event-sequences: complete", await elsewhere.RunAsync(0, "status", "from-a-friend.dfpack"));
    }

    [Fact]
    public async Task A_pack_that_was_altered_touches_nothing()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.RunAsync(0, "pack", Definition);
        var pack = Path.Combine(workspace.Folder, "event-sequences.dfpack");
        var bytes = await File.ReadAllBytesAsync(pack, TestContext.Current.CancellationToken);
        var at = bytes.AsSpan().IndexOf("greatest(parcels.last_step"u8);
        Assert.InRange(at, 1, bytes.Length);
        "smallest"u8.CopyTo(bytes.AsSpan(at));
        await File.WriteAllBytesAsync(pack, bytes, TestContext.Current.CancellationToken);

        var output = await workspace.RunAsync(2, "migrate", "event-sequences.dfpack");

        Assert.Contains("event-sequences.dfpack: error DF050", output);
        Assert.False(Directory.Exists(Path.Combine(workspace.Folder, ".dataflux", "event-sequences")));
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from information_schema.tables where table_schema = 'public'"));
    }
}
