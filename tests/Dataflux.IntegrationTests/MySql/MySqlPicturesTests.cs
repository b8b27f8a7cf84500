using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.MySql;

/// <summary>The reference migration into MariaDB ends as the independent reading of the export says, killed or not.</summary>
public sealed class MySqlPicturesTests(MariaDbFixture server)
{
    private const long MaxId = 20_000_000;

    [Fact]
    public async Task The_example_ends_with_every_value_and_a_second_run_changes_nothing()
    {
        var database = await server.CreateDatabaseAsync();
        using var workspace = Workspace.CreateUnconfigured();
        workspace.SetVariable("PICTURES_MYSQL", database);

        await workspace.RunAsync(0, "migrate", "pictures-mysql");
        var export = Path.Combine(Workspace.Repository, "examples", "pictures");
        Assert.Equal(ExpectedPictures.Dump(export, MaxId), await MySqlPictureTable.Dump(database));

        var again = await workspace.RunAsync(0, "migrate", "pictures-mysql");
        Assert.Contains("  0 inserted, 0 updated, ", again);
    }

    [Fact]
    public async Task Killed_in_mid_run_and_run_again_the_table_is_the_same()
    {
        var database = await server.CreateDatabaseAsync();
        using var workspace = Workspace.CreateUnconfigured();
        workspace.SetVariable("PICTURES_MYSQL", database);
        var export = await workspace.GenerateExportAsync("--items", "12000", "--files", "6");
        using (var killed = workspace.Start("migrate", "pictures-mysql", "--batch-size", "50"))
        {
            await killed.SeenAsync("Completed file [2/");
            await killed.KillAsync();
        }

        var output = await workspace.RunAsync(0, "migrate", "pictures-mysql");

        Assert.DoesNotContain("Completed file [1/", output);
        Assert.Equal(ExpectedPictures.Dump(export, MaxId), await MySqlPictureTable.Dump(database));
    }
}
