using Dataflux.Engine.Ground;
using Dataflux.IntegrationTests.Daemon;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;
using Npgsql;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// A standby that was behind takes over, between two runs or during one: what the primary had confirmed and it does not have is written
/// again.
/// </summary>
public sealed class FailOverTests
{
    private const int Killed = 128 + 9;
    private const int Items = 1_500;
    private const string KillPoint = "DATAFLUX_KILL_AT";
    private const string Checkpoint = "DATAFLUX_CHECKPOINT";
    private static readonly string[] Migrate = ["migrate", "pictures.yaml", "--batch-size", "40", "--quiet"];

    [Theory]
    [InlineData("folder")]
    [InlineData("target")]
    public async Task Files_whose_commits_a_fail_over_between_two_runs_lost_are_read_again(string place)
    {
        await using var primary = await PostgreSqlServer.StartAsync();
        var database = await primary.CreateDatabaseAsync();
        using var host = new LinkedHost(primary);
        using var workspace = Workspace.CreateFor(host.Of(database));
        var export = await workspace.GenerateExportAsync("--items", $"{Items}", "--files", "6");
        await workspace.Set(Checkpoint, place).Set(KillPoint, "before-checkpoint:3").RunAsync(Killed, Migrate);
        await using var standby = await primary.StartReplicaAsync("standby1");
        await standby.CrashAsync(); // from here on it is behind
        await workspace.Set(KillPoint, "before-checkpoint:3").RunAsync(Killed, Migrate);
        await primary.CrashAsync();
        await standby.TakeOverAsync();
        host.LeadTo(standby);

        await workspace.Set(KillPoint, null).RunAsync(0, Migrate);

        NpgsqlConnection.ClearAllPools();
        await using var connection = await workspace.ConnectAsync();
        Assert.Equal(ExpectedPictures.Dump(export, 20_000_000), await PictureTable.Dump(connection));
        Assert.InRange(workspace.Summary().GetProperty("itemsRead").GetInt64(), Items / 2, Items - 1);
    }

    [Theory]
    [InlineData("folder", true)]
    [InlineData("target", true)]
    [InlineData("folder", false)]
    public async Task A_run_behind_which_a_fail_over_lost_commits_does_not_end_complete_and_the_next_one_writes_them(
        string place, bool knowsMarks)
    {
        await using var primary = await PostgreSqlServer.StartAsync();
        using var host = new LinkedHost(primary);
        await using var gated = await GatedMigration.CreateAsync(host.Of(await primary.CreateDatabaseAsync()));
        await gated.CloseGateAsync(2);
        await gated.CloseGateAsync(1);
        var behind = knowsMarks ? null : await BehindAsync(primary);
        using var run = gated.Start(["migrate", "gated.yaml"], (Checkpoint, place));

        // Its first batch waits: the marks of the run are there, and nothing else.
        await WaitForAsync(primary, "select exists (select from pg_locks where locktype = 'advisory' and not granted)");
        behind ??= await BehindAsync(primary);
        await using var standby = behind;
        await gated.OpenGateAsync(1);
        await gated.UntilAsync(status => status.Last?.FilesDone == 1);
        await primary.CrashAsync();
        await standby.TakeOverAsync();
        host.LeadTo(standby);
        gated.ForgetConnections();

        var end = await GatedMigration.EndAsync(run);

        Assert.True(end.Code == ExitCode.Failed, end.Out + end.Error);
        Assert.Contains("does not have a commit", end.Out + end.Error, StringComparison.Ordinal);
        using var next = gated.Start(["migrate", "gated.yaml"], (Checkpoint, place));
        var nextEnd = await GatedMigration.EndAsync(next);
        Assert.True(nextEnd.Code == ExitCode.CompleteWithRejects, nextEnd.Out + nextEnd.Error);
        Assert.Equal(GatedMigration.Kept, await gated.CountAsync());
    }

    // A standby that has what was committed up to now, and nothing of what comes.
    private static async Task<PostgreSqlServer> BehindAsync(PostgreSqlServer primary)
    {
        var standby = await primary.StartReplicaAsync("standby1");
        await standby.CrashAsync();
        return standby;
    }

    private static async Task WaitForAsync(PostgreSqlServer server, string condition)
    {
        while (await server.SqlAsync(condition) is not true)
            await Task.Yield();
    }
}
