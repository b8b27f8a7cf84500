using System.Text.Json;
using System.Text.RegularExpressions;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.Executable;

/// <summary>The reference migration by the real executable into a real PostgreSQL.</summary>
public sealed class PicturesTests(PostgreSqlFixture server)
{
    private const long MaxId = 20_000_000;

    [Theory]
    [InlineData("1", "3000")]
    [InlineData("7", "6000")]
    [InlineData("500", "20000")]
    [InlineData("100000", "20000")]
    public async Task The_table_equals_the_independent_expectation_for_every_batch_size(string batchSize, string items)
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = await workspace.GenerateExportAsync("--items", items, "--files", "4");

        await workspace.RunAsync(0, "migrate", "pictures.yaml", "--batch-size", batchSize);

        await AssertExpectedAsync(workspace, export);
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1", "4")]
    [InlineData("2", "1")]
    [InlineData("2", "2")]
    [InlineData("4", "4")]
    public async Task The_table_equals_the_independent_expectation_for_every_number_of_readers_and_writers(string readers, string writers)
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = await workspace.GenerateExportAsync("--items", "12000", "--files", "8");

        await workspace.RunAsync(0, "migrate", "pictures.yaml", "--readers", readers, "--writers", writers, "--batch-size", "100");

        await AssertExpectedAsync(workspace, export);
    }

    [Fact]
    public async Task Killed_in_mid_run_and_run_again_the_table_is_the_same()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = await workspace.GenerateExportAsync("--items", "40000", "--files", "10");
        using (var killed = workspace.Start("migrate", "pictures.yaml", "--batch-size", "50"))
        {
            await killed.SeenAsync("Completed file [3/11]");
            await killed.KillAsync();
        }

        var output = await workspace.RunAsync(0, "migrate", "pictures.yaml");

        Assert.DoesNotContain("Completed file [1/11]", output);
        Assert.Contains("Completed file [11/11]", output);
        AssertAddsUp(workspace.Summary(), 40_000);
        await AssertExpectedAsync(workspace, export);
    }

    [Fact]
    public async Task A_second_run_inserts_and_updates_nothing()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.RunAsync(0, "migrate", "pictures.yaml");
        var first = workspace.Summary().GetProperty("counts").GetProperty("records");

        var output = await workspace.RunAsync(0, "migrate", "pictures.yaml");

        var records = workspace.Summary().GetProperty("counts").GetProperty("records");
        Assert.Equal(0, records.GetProperty("inserted").GetInt64());
        Assert.Equal(0, records.GetProperty("updated").GetInt64());
        Assert.Equal(
            first.EnumerateObject().Sum(count => count.Value.GetInt64()),
            records.GetProperty("unchanged").GetInt64());
        Assert.Contains("0 inserted, 0 updated", output);
        await AssertExpectedAsync(workspace, Path.Combine(Workspace.Repository, "examples", "pictures"));
    }

    [Fact]
    public async Task The_counts_add_up_to_the_manifest_on_screen_and_in_the_summary()
    {
        using var workspace = await Workspace.CreateAsync(server);

        var output = await workspace.RunAsync(0, "migrate", "pictures.yaml");

        AssertAddsUp(workspace.Summary(), 60_000);
        var shown = Regex.Matches(output, @"^  [=+]? ?(items|kept|skipped|rejected) +([\d,]+)", RegexOptions.Multiline)
            .ToDictionary(m => m.Groups[1].Value, m => long.Parse(m.Groups[2].Value.Replace(",", "", StringComparison.Ordinal)));
        Assert.Equal(60_000, shown["items"]);
        Assert.Equal(60_000, shown["kept"] + shown["skipped"] + shown["rejected"]);
    }

    [Fact]
    public async Task Max_id_on_the_command_line_leaves_out_the_pictures_from_there()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = await workspace.GenerateExportAsync("--items", "4000", "--files", "2");

        await workspace.RunAsync(0, "migrate", "pictures.yaml", "-m", "9000000");

        await AssertExpectedAsync(workspace, export, maxId: 9_000_000);
    }

    [Fact]
    public async Task The_sequence_goes_on_after_the_largest_id()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "1000", "--files", "1");

        await workspace.RunAsync(0, "migrate", "pictures.yaml");

        await using var connection = await workspace.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select nextval('picture_id_seq') - max(id) from picture";
        Assert.Equal(1L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Bad_items_end_in_the_reject_file_and_the_rest_is_written()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = Path.Combine(Workspace.Repository, "examples", "pictures-bad");

        await workspace.RunAsync(1, "migrate", "pictures-bad.yaml");

        var expected = File.ReadLines(Path.Combine(export, "EXPECTED.md"))
            .Select(line => Regex.Match(line, @"^\| (\S+\.gz) \| (\d+) \| (\w+) \|"))
            .Where(row => row.Success)
            .Select(row => (row.Groups[1].Value, long.Parse(row.Groups[2].Value), row.Groups[3].Value));
        var rejected = workspace.Rejects("pictures-bad")
            .Select(
                reject => (Path.GetFileName(reject.GetProperty("file").GetString()!), reject.GetProperty("lines")[0]
                    .GetInt64(), reject.GetProperty("stage").GetString()!));
        Assert.Equal(expected.Order(), rejected.Order());
        AssertAddsUp(workspace.Summary("pictures-bad"), 517);
    }

    private static void AssertAddsUp(JsonElement summary, long manifestItems)
    {
        var counts = summary.GetProperty("counts");
        Assert.Equal("complete", summary.GetProperty("outcome").GetString());
        Assert.Equal(manifestItems, summary.GetProperty("manifestItems").GetInt64());
        Assert.Equal(manifestItems, counts.GetProperty("items").GetInt64());
        Assert.Equal(
            manifestItems,
            counts.GetProperty("kept").GetInt64() + Sum(counts.GetProperty("skipped")) + Sum(counts.GetProperty("rejected")));
    }

    private static long Sum(JsonElement byReason) => byReason.EnumerateObject().Sum(reason => reason.Value.GetInt64());

    private static async Task AssertExpectedAsync(Workspace workspace, string export, long maxId = MaxId)
    {
        await using var connection = await workspace.ConnectAsync();
        Assert.Equal(ExpectedPictures.Dump(export, maxId), await PictureTable.Dump(connection));
    }
}
