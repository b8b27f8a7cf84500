using System.Text.Json;
using Dataflux.IntegrationTests.Executable;
using Npgsql;

namespace Dataflux.IntegrationTests.Undoing;

/// <summary>
/// The executable: a run that keeps images and its undo, each killed (SIGKILL) at named steps and gone on with, leave the table byte for
/// byte as it was.
/// </summary>
public sealed class UndoCommandTests(PostgreSqlFixture server)
{
    private const int Killed = 128 + 9;
    private static readonly string[] Migrate = ["migrate", "pictures.yaml", "--batch-size", "200", "--quiet"];

    [Fact]
    public async Task A_run_and_its_undo_killed_at_any_named_step_leave_the_table_as_it_was()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "3000", "--files", "3", "--bad");
        await workspace.RunAsync(1, Migrate);

        // Rows to be inserted, updated and left alone, and some that the export knows nothing of.
        await workspace.SqlAsync("delete from picture where id % 3 = 0; update picture set path = 'before', \"createdAt\" = now() where "
            + "id % 3 = 1; insert into picture select (jsonb_populate_record(p, jsonb_build_object('id', -id))).* from picture p where id "
            + "% 100 = 2");
        var before = await DumpAsync(workspace);
        workspace.Set("DATAFLUX_UNDO", "keep").Set("DATAFLUX_BATCH_SIZE", "200");

        // Each killed run is gone on with, and keeps its number; each killed undo too.
        (string Run, string Undo)[] steps =
        [
            ("in-transaction:4", "before-undo"), ("between-batches:5", "in-transaction:3"), ("before-complete", "between-batches:4"),
            ("before-checkpoint:2", "before-complete"),
        ];
        var (after, standby) = ("", "");
        for (var i = 0; i < steps.Length; i++)
        {
            var (run, undo) = (2 + (2 * i), 3 + (2 * i));
            await workspace.Set("DATAFLUX_KILL_AT", steps[i].Run).RunAsync(Killed, Migrate);
            await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(1, Migrate);
            after = await DumpAsync(workspace);
            Assert.NotEqual(before, after);
            standby = i == steps.Length - 1 ? await CopyAsync(workspace) : "";

            await workspace.Set("DATAFLUX_KILL_AT", steps[i].Undo).RunAsync(Killed, "undo", "pictures.yaml", "--run", $"{run}", "--yes");
            using var json = JsonDocument.Parse(await workspace.Set("DATAFLUX_KILL_AT", null)
                .RunAsync(0, "undo", "pictures.yaml", "--run", $"{run}", "--yes", "--output", "json"));
            var told = json.RootElement;
            Assert.Equal((steps[i], undo), (steps[i], told.GetProperty("run").GetInt32()));
            Assert.True(told.GetProperty("deleted").GetInt64() > 0 && told.GetProperty("restored").GetInt64() > 0);
            Assert.Equal(
                told.GetProperty("images").GetInt64(),
                new[] { "deleted", "restored", "asBefore", "changedSince", "refused" }.Sum(part => told.GetProperty(part).GetInt64()));
            Assert.Equal((steps[i], before), (steps[i], await DumpAsync(workspace)));
        }

        // The undo of the last undo brings the run's rows back; the space goes when it is told to.
        Assert.Contains(
            "is undone by run 10", await workspace.RunAsync(0, "undo", "pictures", "--run", "9", "--yes"), StringComparison.Ordinal);
        Assert.Equal(after, await DumpAsync(workspace));
        Assert.Contains(
            "undoing run 10 would", await workspace.RunAsync(0, "undo", "pictures", "--run", "10", "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("asks first", await workspace.RunAsync(2, "undo", "pictures", "--run", "10"), StringComparison.Ordinal);
        Assert.Equal(after, await DumpAsync(workspace));
        using var runs = JsonDocument.Parse(await workspace.RunAsync(0, "runs", "pictures", "--output", "json"));
        Assert.Equal([10], runs.RootElement.EnumerateArray()
            .Where(run => run.TryGetProperty("undoBytes", out var bytes) && bytes.GetInt64() > 0)
            .Select(run => run.GetProperty("run").GetInt32()).Where(run => run > 8));
        await workspace.RunAsync(0, "forget", "pictures", "--run", "10", "--yes");
        await workspace.RunAsync(2, "undo", "pictures", "--run", "10", "--yes");
        Assert.Equal("True", await workspace.SqlAsync("select not exists (select from dataflux.undo where run = 10)"));

        // A run over unchanged rows reads everything and writes nothing: nothing is to be restored.
        await workspace.RunAsync(1, Migrate);
        using var nothing = JsonDocument.Parse(await workspace.RunAsync(0, "undo", "pictures", "--run", "11", "--yes", "--output", "json"));
        Assert.Equal(
            (0, 0), (nothing.RootElement.GetProperty("deleted").GetInt64(), nothing.RootElement.GetProperty("restored").GetInt64()));
        Assert.Equal(after, await DumpAsync(workspace));

        // A standby that an undo has not reached has its images as well: after a fail-over the same command does it once more.
        await workspace.Set("DATABASE", standby).RunAsync(0, "undo", "pictures", "--run", "8", "--yes");
        Assert.Equal(before, await DumpAsync(workspace, standby));
    }

    [Fact]
    public async Task A_run_that_was_killed_half_way_is_undone_and_never_gone_on_with_also_where_the_target_keeps_its_state()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "3000", "--files", "3");
        workspace.Set("DATAFLUX_CHECKPOINT", "target").Set("DATAFLUX_UNDO", "keep");
        await workspace.RunAsync(0, Migrate);
        var after = await DumpAsync(workspace);
        await workspace.SqlAsync("delete from picture where id % 3 = 0; update picture set path = 'before' where id % 3 = 1");
        var before = await DumpAsync(workspace);

        await workspace.Set("DATAFLUX_KILL_AT", "in-transaction:4").RunAsync(Killed, Migrate);
        Assert.NotEqual(before, await DumpAsync(workspace));
        var undone = await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, "undo", "pictures", "--run", "2", "--yes");
        Assert.Contains("run 2 is undone by run 3", undone, StringComparison.Ordinal);
        Assert.Equal(before, await DumpAsync(workspace));

        // Everything is done again, as another run.
        await workspace.RunAsync(0, Migrate);
        Assert.Equal(after, await DumpAsync(workspace));
        using var runs = JsonDocument.Parse(await workspace.RunAsync(0, "runs", "pictures", "--output", "json"));
        var kinds = runs.RootElement.EnumerateArray().Select(run => run.GetProperty("kind").GetString());
        Assert.Equal(["migrate", "migrate", "undo", "migrate"], kinds);
    }

    // By COPY, as pg_dump does it.
    private static async Task<string> DumpAsync(Workspace workspace, string? database = null)
    {
        await using var connection = await ConnectAsync(workspace, database);
        using var copy = await connection.BeginTextExportAsync(
            "copy (select * from picture order by id) to stdout", TestContext.Current.CancellationToken);
        return await copy.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> CopyAsync(Workspace workspace)
    {
        var name = new NpgsqlConnectionStringBuilder(workspace.ConnectionString).Database;
        await using (var idle = await workspace.ConnectAsync())
            NpgsqlConnection.ClearPool(idle);

        await using var connection = await ConnectAsync(workspace, "postgres");
        await using var command = new NpgsqlCommand($"create database {name}_standby template {name}", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return $"{name}_standby";
    }

    private static async Task<NpgsqlConnection> ConnectAsync(Workspace workspace, string? database)
    {
        var to = new NpgsqlConnectionStringBuilder(workspace.ConnectionString);
        to.Database = database ?? to.Database;
        var connection = new NpgsqlConnection(to.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
