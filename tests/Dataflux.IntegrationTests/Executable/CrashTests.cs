using System.Diagnostics;

namespace Dataflux.IntegrationTests.Executable;

/// <summary>
/// The process is killed (SIGKILL, nothing of it runs any more) at every named step and at random moments. Run again, it must
/// end with the table, the rejects and the account of a run that was never interrupted.
/// </summary>
public sealed class CrashTests(PostgreSqlFixture server)
{
    private const int Killed = 128 + 9;
    private const int RandomKills = 50;
    private static readonly string[] Migrate = ["migrate", "pictures.yaml", "--batch-size", "40", "--quiet"];

    [Fact]
    public async Task A_process_killed_at_any_named_step_is_resumed_to_the_same_end()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var expected = await UninterruptedAsync(workspace);
        string[] steps =
        [
            "reading:3", "in-transaction:7", "between-batches:9", "in-rejects:2", "before-checkpoint:3", "in-checkpoint", "in-checkpoint:3",
            "in-oncomplete", "before-complete",
        ];
        foreach (var step in steps)
        {
            await ForgetAsync(workspace);
            await workspace.Set("DATAFLUX_KILL_AT", step).RunAsync(Killed, Migrate);

            await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(1, Migrate);

            Assert.Equal((step, expected), (step, await Outcome.OfAsync(workspace)));
        }
    }

    [Fact]
    public async Task A_process_killed_at_fifty_random_moments_is_resumed_to_the_same_end()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var expected = await UninterruptedAsync(workspace);
        await ForgetAsync(workspace);
        var began = Stopwatch.GetTimestamp();
        await workspace.RunAsync(1, Migrate);
        var duration = Stopwatch.GetElapsedTime(began);
        await ForgetAsync(workspace);

        // Each killed run is resumed by the next one, which is killed too. One that comes to its end before is compared. The moments follow
        // the machine, which is not always as fast as it was just now: a bit later after a kill, earlier after an end, so that about a
        // third end.
        var random = new Random(20260114);
        var compared = 0;
        for (var kill = 0; kill < RandomKills; kill++)
        {
            using var process = workspace.Start(Migrate);
            await Task.Delay(duration * (0.2 + (random.NextDouble() * 0.8)), TimeProvider.System, TestContext.Current.CancellationToken);
            if (await process.KillAsync() == Killed)
            {
                duration *= 1.05;
                continue;
            }

            duration *= 0.9;
            Assert.Equal(expected, await Outcome.OfAsync(workspace));
            compared++;
            await ForgetAsync(workspace);
        }

        await workspace.RunAsync(1, Migrate);
        Assert.Equal(expected, await Outcome.OfAsync(workspace));
        Assert.True(compared < RandomKills / 2, $"{compared} of {RandomKills} runs ended before they were killed");
    }

    [Fact]
    public async Task A_replay_killed_at_any_named_step_ends_like_one_that_was_not()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await UninterruptedAsync(workspace);
        var rejected = await Outcome.OfAsync(workspace);
        const string from = "formatId\", orText: true)";
        workspace.EditProfile($"item.Int32(\"{from}", $"(item.TryInt32(\"{from} ?? 85)");
        await workspace.RunAsync(1, "replay", "pictures.yaml", "--quiet");
        var expected = await ReplayedAsync(workspace);
        Assert.NotEqual(rejected.Rejects, expected.Rejects);

        foreach (var step in new[] { "in-transaction", "before-complete", "before-replacement", "in-replacement" })
        {
            await ForgetAsync(workspace);
            workspace.EditProfile($"(item.TryInt32(\"{from} ?? 85)", $"item.Int32(\"{from}");
            await workspace.RunAsync(1, Migrate);
            Assert.Equal(rejected, await Outcome.OfAsync(workspace));
            workspace.EditProfile($"item.Int32(\"{from}", $"(item.TryInt32(\"{from} ?? 85)");
            await workspace.Set("DATAFLUX_KILL_AT", step).RunAsync(Killed, "replay", "pictures.yaml", "--quiet");

            await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(1, "replay", "pictures.yaml", "--quiet");

            Assert.Equal((step, expected), (step, await ReplayedAsync(workspace)));
        }
    }

    private static async Task<Outcome> UninterruptedAsync(Workspace workspace)
    {
        await workspace.GenerateExportAsync("--items", "3000", "--files", "6", "--bad");
        await workspace.RunAsync(1, Migrate);
        return await Outcome.OfAsync(workspace);
    }

    // The account of the whole is in the checkpoint; the summary is the migration's.
    private static async Task<Outcome> ReplayedAsync(Workspace workspace) =>
        await Outcome.OfAsync(workspace) with
        {
            Account = string.Join('\n', File.ReadLines(Path.Combine(workspace.Folder, ".dataflux", "pictures", "checkpoint.json"))
                .Where(
                    line => line.Contains("\"items\"", StringComparison.Ordinal) || line.Contains("\"kept\"", StringComparison.Ordinal))),
        };

    private static async Task ForgetAsync(Workspace workspace)
    {
        workspace.ForgetState();
        await workspace.SqlAsync("drop table if exists picture; drop sequence if exists picture_id_seq");
    }
}
