using System.Globalization;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;
using Npgsql;

namespace Dataflux.IntegrationTests.Warehouse;

/// <summary>
/// The pictures of one export in PostgreSQL and in Parquet: each value is the same, as Npgsql and DuckDB read it. DATAFLUX_COMPARED_ITEMS
/// says how many items; the default is 600.
/// </summary>
public sealed class FilesAgainstPostgreSqlTests(PostgreSqlFixture postgres)
{
    [Fact]
    public async Task Pictures_in_Parquet_are_those_in_PostgreSQL_value_by_value()
    {
        using var workspace = await Workspace.CreateAsync(postgres);
        var items = Environment.GetEnvironmentVariable("DATAFLUX_COMPARED_ITEMS") ?? "600";
        await workspace.GenerateExportAsync("--items", items, "--files", "3");
        var lake = FilesWorkspace.WritePictures(workspace, "parquet");
        var definition = Path.Combine(workspace.Folder, "migrations", "pictures.yaml");
        File.AppendAllText(definition, "group: { scope: export }\n");

        await workspace.RunAsync(0, "migrate", "pictures.yaml", "--quiet");
        await workspace.RunAsync(0, "migrate", "files.yaml", "--quiet");

        await using var connection = new NpgsqlConnection(workspace.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var expected = (await PictureTable.Dump(connection)).Split('\n');
        var actual = FilesWorkspace.DumpPictures(lake).Split('\n');
        Assert.True(expected.Length > int.Parse(items, CultureInfo.InvariantCulture) / 8, $"{expected.Length} lines");
        Assert.Equal(expected, actual);
    }
}
