using System.Text.Json;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.Executable;

/// <summary>
/// A migration that is run again writes only rows that are not what it leaves: none where nobody changed any, also of the rows that several
/// files make; and those that somebody changed, whenever the process is killed.
/// </summary>
public sealed class RerunTests(PostgreSqlFixture server)
{
    private const int Killed = 128 + 9;
    private const long MaxId = 20_000_000;

    // Which version of each row there is: a row that is written, even as it was, has another one.
    private const string Versions = "select md5(string_agg(id || ' ' || xmin || ' ' || ctid, '|' order by id)) from picture";
    private static readonly string[] Migrate = ["migrate", "pictures.yaml", "--batch-size", "100", "--quiet"];

    [Fact]
    public async Task Rows_that_several_files_make_are_not_written_again_and_rows_that_others_changed_are_whenever_it_is_killed()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = await workspace.GenerateExportAsync("--items", "6000", "--files", "6", "--bad");
        var several = OfSeveralFiles(export);
        Assert.InRange(several.Count, 5, 200);
        await workspace.RunAsync(1, Migrate);
        var clean = await Outcome.OfAsync(workspace);
        var versions = await workspace.SqlAsync(Versions);

        await AssertNothingIsWrittenAsync();
        await workspace.RunAsync(0, "reset", "pictures.yaml", "--yes");

        // Killed while it compares, and run again.
        foreach (var step in new[] { "between-batches:7", "in-checkpoint:3" })
        {
            await workspace.Set("DATAFLUX_KILL_AT", step).RunAsync(Killed, Migrate);
            await AssertNothingIsWrittenAsync(step);
        }

        // Killed while it writes what differs: two of several files, and one that is gone.
        var changed = several.Take(2).Append(await OfOneFileAsync()).ToList();
        foreach (var step in new[] { "none", "in-replacement", "in-rejects:9" })
        {
            var others = await workspace.SqlAsync(VersionsBut(changed));
            await workspace.SqlAsync(
                $"update picture set path = 'x', variants = '[]' where id in ({changed[0]}, {changed[1]}); "
                + $"delete from picture where id = {changed[2]}");
            if (step != "none")
                await workspace.Set("DATAFLUX_KILL_AT", step).RunAsync(Killed, Migrate);

            await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(1, Migrate);

            Assert.Equal((step, clean), (step, await Outcome.OfAsync(workspace)));
            Assert.Equal(others, await workspace.SqlAsync(VersionsBut(changed)));
            await AssertExpectedAsync();
        }

        async Task AssertNothingIsWrittenAsync(string? step = null)
        {
            await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(1, Migrate);
            Assert.Equal((step, clean, versions), (step, await Outcome.OfAsync(workspace), await workspace.SqlAsync(Versions)));
            var records = workspace.Summary().GetProperty("counts").GetProperty("records");
            Assert.Equal((0, 0), (records.GetProperty("inserted").GetInt64(), records.GetProperty("updated").GetInt64()));
            Assert.False(Directory.Exists(Path.Combine(workspace.State, "rerun")));
        }

        async Task<long> OfOneFileAsync() =>
            long.Parse(await workspace.SqlAsync($"select max(id) from picture where id not in ({string.Join(',', several)})"));

        async Task AssertExpectedAsync()
        {
            await using var connection = await workspace.ConnectAsync();
            Assert.Equal(ExpectedPictures.Dump(export, MaxId), await PictureTable.Dump(connection));
        }
    }

    [Fact]
    public async Task What_cannot_be_compared_or_differs_in_many_rows_is_written_as_in_the_first_run()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "30000", "--files", "2");
        await workspace.RunAsync(0, Migrate);
        var clean = await Outcome.OfAsync(workspace);
        var records = Records();

        // With nothing there, there is nothing to compare.
        await workspace.SqlAsync("truncate picture");
        Assert.DoesNotContain("compared", await workspace.RunAsync(0, Migrate));
        Assert.Equal((clean, records), (await Outcome.OfAsync(workspace), Records()));

        await workspace.SqlAsync("delete from picture where id > (select min(id) from picture)");
        Assert.Contains("many rows differ", await workspace.RunAsync(0, Migrate));
        Assert.Equal((clean, Total(records)), (await Outcome.OfAsync(workspace), Total(Records())));

        // Its own statements are run in every run.
        await workspace.SqlAsync("create table written (batches bigint); insert into written values (0)");
        workspace.EditProfile(
            "Task<int> upsert(ISqlTarget target, IReadOnlyList<Picture> batch) => target.Upsert(batch, on => on",
            """
            async Task<int> upsert(ISqlTarget target, IReadOnlyList<Picture> batch) =>
                await target.Execute("update written set batches = batches + 1") + await target.Upsert(batch, on => on
            """);
        await workspace.RunAsync(0, Migrate);
        var batches = long.Parse(await workspace.SqlAsync("select batches from written"));
        Assert.Contains("statements of its own", await workspace.RunAsync(0, Migrate));
        Assert.Equal($"{2 * batches}", await workspace.SqlAsync("select batches from written"));
        Assert.Equal(clean, await Outcome.OfAsync(workspace));

        static long Total(string records)
        {
            using var counts = JsonDocument.Parse(records);
            return new[] { "inserted", "updated", "unchanged" }.Sum(kind => counts.RootElement.GetProperty(kind).GetInt64());
        }

        string Records() => workspace.Summary().GetProperty("counts").GetProperty("records").GetRawText();
    }

    private static string VersionsBut(IEnumerable<long> ids) => $"{Versions} where id not in ({string.Join(',', ids)})";

    private static List<long> OfSeveralFiles(string export) =>
    [
        .. ExportLines.Read(export).Files
            .SelectMany(static (lines, file) => lines.Select(ExpectedRow.Parse).OfType<ExpectedRow>()
                .Where(static row => row.PictureId < MaxId).Select(row => (row.PictureId, file)))
            .Distinct().GroupBy(static made => made.PictureId).Where(static made => made.Count() > 1).Select(static made => made.Key)
            .Order(),
    ];
}
