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
        using var begun = await Workspace.CreateAsync(server);
        await begun.RunAsync(0, "migrate", Definition, "--limit", "100");
        await begun.RunAsync(0, "pack", Definition, "-o", "parcels.dfpack");

        var resumed = await begun.RunAsync(0, "migrate", "parcels.dfpack");

        Assert.InRange(begun.Summary("event-sequences").GetProperty("itemsRead").GetInt64(), 1, 207);
        Assert.Equal(208, begun.Summary("event-sequences").GetProperty("counts").GetProperty("items").GetInt64());
        Assert.Contains("dataflux sql parcels.dfpack", resumed);

        using var elsewhere = await Workspace.CreateAsync(server);
        File.Copy(Path.Combine(begun.Folder, "parcels.dfpack"), Path.Combine(elsewhere.Folder, "from-a-friend.dfpack"));
        await elsewhere.RunAsync(0, "migrate", "from-a-friend.dfpack", "--set", $"source.path={ExampleItems.FolderOf("event-sequences")}");

        Assert.Equal(60, ExampleItems.Of("event-sequences").Select(item => item.S("parcel")).Distinct().Count());
        Assert.StartsWith("60 ", await begun.SqlAsync(Table));
        Assert.Equal(await begun.SqlAsync(Table), await elsewhere.SqlAsync(Table));
        Assert.Contains("event-sequences: complete", await elsewhere.RunAsync(0, "status", "from-a-friend.dfpack"));
    }
}
