using System.Text.Json;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;
using Npgsql;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// Real servers that lose what they confirmed, by a crash or a fail-over; the table is compared with the independent expectation.
/// </summary>
public sealed class LostCommitTests
{
    private const int Killed = 128 + 9;
    private const int Items = 1_500;
    private const string KillPoint = "DATAFLUX_KILL_AT";
    private const string LostCommits = "The target lost commits of files that were done";
    private static readonly string[] Migrate = ["migrate", "pictures.yaml", "--batch-size", "40", "--quiet"];

    // Nothing but commits that wait for it writes the log to the disk.
    private const string UnflushedLog = "-c synchronous_commit=off -c wal_buffers=32MB -c bgwriter_lru_maxpages=0 -c checkpoint_timeout=1h";

    // For all transactions of a run's writers, whatever dataflux has set at its login: as the profile's own SQL may do.
    private const string DoNotFlush = """
        create function do_not_flush() returns trigger language plpgsql as $$ begin
          perform set_config('synchronous_commit', 'off', true);
          return null;
        end $$;
        create trigger do_not_flush before update on dataflux.state for each statement execute function do_not_flush()
        """;

    [Theory]
    [InlineData("folder")]
    [InlineData("target")]
    public async Task A_crash_of_a_server_that_does_not_flush_commits_loses_none(string place)
    {
        await using var own = await OwnServer.StartAsync(options: UnflushedLog);
        using var workspace = Workspace.CreateFor(own.ConnectionString("postgres"));
        var export = await BeginAsync(workspace, place, killAt: "reading");
        await own.StopWritingLogAsync();
        await workspace.Set(KillPoint, "before-checkpoint:4").RunAsync(Killed, Migrate);
        await own.KillAsync();
        await own.StartAgainAsync();
        var done = place == "folder" ? ItemsDone(workspace, export) : 0;

        var output = await workspace.Set(KillPoint, null).RunAsync(0, Migrate);

        Assert.DoesNotContain(LostCommits, output);
        await AssertExpectedAsync(workspace, export);
        if (place == "folder")
            Assert.Equal(Items - done, workspace.Summary().GetProperty("itemsRead").GetInt64());
        else
            Assert.InRange(workspace.Summary().GetProperty("itemsRead").GetInt64(), 1, Items - 1);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("target")]
    public Task A_run_whose_server_crashed_and_lost_commits_does_not_end_complete_and_the_next_one_writes_them(string place) =>
        LoseCommitsAsync(place, async (own, workspace, run) =>
        {
            await own.StartAgainAsync();

            var output = await run.EndsWithAsync(4);

            Assert.Contains("does not have a commit", output);
            await workspace.RunAsync(0, Migrate);
        });

    [Theory]
    [InlineData("folder")]
    [InlineData("target")]
    public Task Files_whose_commits_a_crash_lost_are_read_again(string place) =>
        LoseCommitsAsync(place, async (own, workspace, run) =>
        {
            await run.KillAsync();
            await own.StartAgainAsync();

            var output = await workspace.RunAsync(0, Migrate);

            if (place == "folder")
                Assert.Contains(LostCommits, output);
        });

    [Theory]
    [InlineData("folder")]
    [InlineData("target")]
    public async Task An_unlogged_table_that_a_crash_emptied_is_written_again(string place)
    {
        await using var own = await OwnServer.StartAsync();
        using var workspace = Workspace.CreateFor(own.ConnectionString("postgres"));
        var export = await BeginAsync(workspace, place, killAt: "reading");
        await workspace.SqlAsync("alter table picture set unlogged");
        await workspace.Set(KillPoint, "before-checkpoint:4").RunAsync(Killed, Migrate);
        await own.KillAsync();
        await own.StartAgainAsync();
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from picture"));

        var output = await workspace.Set(KillPoint, null).RunAsync(0, Migrate);

        Assert.Contains("UNLOGGED", output);
        await AssertExpectedAsync(workspace, export);
    }

    private static async Task<string> BeginAsync(Workspace workspace, string place, string killAt)
    {
        var export = await workspace.GenerateExportAsync("--items", $"{Items}", "--files", "6");
        await workspace.Set("DATAFLUX_CHECKPOINT", place).Set(KillPoint, killAt).RunAsync(Killed, Migrate);
        workspace.Set(KillPoint, null);
        return export;
    }

    // A run with some files done, all of whose commits are gone with the server. What comes next ends in the expected table.
    private static async Task LoseCommitsAsync(string place, Func<OwnServer, Workspace, DatafluxProcess, Task> next)
    {
        await using var own = await OwnServer.StartAsync(options: UnflushedLog);
        using var workspace = Workspace.CreateFor(own.ConnectionString("postgres"));
        var export = await BeginAsync(workspace, place, killAt: "before-checkpoint:2");
        await workspace.SqlAsync(DoNotFlush);
        await own.StopWritingLogAsync();
        using var run = workspace.Start([.. Migrate[..^1], "--max-rate", "200/s"]);
        await run.SeenAsync("Completed file [4/7]");
        await own.KillAsync();

        await next(own, workspace, run);

        await AssertExpectedAsync(workspace, export);
    }

    // Files differ in size, and one of them is empty: what the manifest says of those that the checkpoint names.
    private static long ItemsDone(Workspace workspace, string export)
    {
        var checkpoint = JsonDocument.Parse(File.ReadAllText(Path.Combine(workspace.State, "checkpoint.json")));
        var names = checkpoint.RootElement.GetProperty("files").EnumerateObject().Select(file => Path.GetFileName(file.Name))
            .ToHashSet(StringComparer.Ordinal);
        var manifest = Directory.GetFiles(export, "manifest-files.json", SearchOption.AllDirectories).Single();
        return File.ReadLines(manifest).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(file => names.Contains(Path.GetFileName(file.GetProperty("dataFileS3Key").GetString()!)))
            .Sum(file => file.GetProperty("itemCount").GetInt64());
    }

    private static async Task AssertExpectedAsync(Workspace workspace, string export)
    {
        NpgsqlConnection.ClearAllPools();
        await using var connection = await workspace.ConnectAsync();
        Assert.Equal(ExpectedPictures.Dump(export, 20_000_000), await PictureTable.Dump(connection));
    }
}
