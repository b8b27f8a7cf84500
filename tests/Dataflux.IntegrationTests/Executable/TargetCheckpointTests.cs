namespace Dataflux.IntegrationTests.Executable;

/// <summary>
/// <c>checkpoint: target</c>, as on a host without a durable disk: whenever the process dies, its state folder is gone too.
/// </summary>
public sealed class TargetCheckpointTests(PostgreSqlFixture server)
{
    private const int Killed = 128 + 9;
    private static readonly string[] Migrate = ["migrate", "pictures.yaml", "--batch-size", "40", "--quiet"];

    // Each kill ends what the one before it left, so they come in the order in which a run can still reach them.
    private static readonly string[] Steps =
    [
        "reading:3", "in-transaction:7", "in-rejects", "before-checkpoint", "in-checkpoint:2", "between-batches:9", "in-oncomplete",
        "before-complete",
    ];

    [Fact]
    public async Task A_run_killed_at_every_named_step_goes_on_from_the_database_without_its_state_folder()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "3000", "--files", "6", "--bad");
        var expected = await Outcome.OfUndisturbedAsync(workspace, Migrate);
        workspace.Set("DATAFLUX_CHECKPOINT", "target");

        var done = 0L;
        foreach (var step in Steps)
        {
            await workspace.Set("DATAFLUX_KILL_AT", step).RunAsync(Killed, Migrate);
            workspace.ForgetState();
            done = await FilesDoneAsync(workspace) is var now && now >= done
                ? now
                : throw new InvalidOperationException($"{step}: {done} files were done, now {now}");
        }

        Assert.Equal(7, done);
        await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(1, Migrate);

        Assert.Equal(expected, await Outcome.OfAsync(workspace));
        Assert.Equal(0, workspace.Summary().GetProperty("itemsRead").GetInt64());
        Assert.False(File.Exists(Path.Combine(workspace.State, "checkpoint.json")));
    }

    [Fact]
    public async Task Rejects_replay_and_reset_work_on_the_database_without_the_state_folder()
    {
        const string from = "formatId\", orText: true)";
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "300", "--files", "3", "--bad");
        workspace.Set("DATAFLUX_CHECKPOINT", "target");
        await workspace.RunAsync(1, Migrate);
        workspace.ForgetState();

        Assert.Contains("17 items rejected", await workspace.RunAsync(0, "rejects", "pictures.yaml"));
        workspace.EditProfile($"item.Int32(\"{from}", $"(item.TryInt32(\"{from} ?? 85)");
        await workspace.Set("DATAFLUX_KILL_AT", "in-replacement").RunAsync(Killed, "replay", "pictures.yaml", "--quiet");
        workspace.ForgetState();
        var rows = await workspace.SqlAsync("select count(*) from picture");
        await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(1, "replay", "pictures.yaml", "--quiet");
        workspace.ForgetState();

        Assert.Contains("16 items rejected", await workspace.RunAsync(0, "rejects", "pictures.yaml"));
        Assert.Equal(rows, await workspace.SqlAsync("select count(*) from picture"));
        await workspace.RunAsync(0, "reset", "pictures.yaml", "--yes");
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from dataflux.state where migration <> 'pictures/runs'"));
        Assert.Contains("replay", await workspace.RunAsync(0, "runs", "pictures.yaml"));
        Assert.Contains("nothing is rejected", await workspace.RunAsync(0, "rejects", "pictures.yaml"));
    }

    [Fact]
    public async Task State_that_does_not_belong_to_the_run_is_refused_and_left_as_it_is()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "3000", "--files", "6");
        workspace.Set("DATAFLUX_CHECKPOINT", "target");
        await workspace.Set("DATAFLUX_KILL_AT", "in-checkpoint:2").RunAsync(Killed, Migrate);
        workspace.Set("DATAFLUX_KILL_AT", null);

        var otherOptions = await workspace.RunAsync(2, [.. Migrate, "--set", "maxId=5"]);
        Assert.Contains("the definition (or its options) changed", otherOptions);
        await RefusedAsync(
            "set content = convert_to(replace(convert_from(content, 'UTF8'), '\"version\": 1', '\"version\": 2'), 'UTF8')",
            "has version 2");
        await RefusedAsync("set content = substring(content from 1 for 40)", "is damaged");
        await workspace.RunAsync(0, Migrate);
        await workspace.SqlAsync("delete from dataflux.state");
        await File.WriteAllTextAsync(Path.Combine(workspace.State, "checkpoint.json"), "{}", TestContext.Current.CancellationToken);
        Assert.Contains("checkpoint: folder", await workspace.RunAsync(2, Migrate));

        async Task RefusedAsync(string change, string why)
        {
            var before = await workspace.SqlAsync("select content::text from dataflux.state where name = 'checkpoint'");
            await workspace.SqlAsync($"update dataflux.state {change} where name = 'checkpoint'");
            var changed = await workspace.SqlAsync("select md5(string_agg(s::text, '|' order by name)) from dataflux.state s");
            var refused = await workspace.RunAsync(2, Migrate);
            Assert.Contains(why, refused);
            Assert.Contains("dataflux reset", refused);
            Assert.Equal(changed, await workspace.SqlAsync("select md5(string_agg(s::text, '|' order by name)) from dataflux.state s"));
            await workspace.SqlAsync($"update dataflux.state set content = '{before}' where name = 'checkpoint'");
        }
    }

    private static async Task<long> FilesDoneAsync(Workspace workspace) =>
        await workspace.SqlAsync("select to_regclass('dataflux.state') is null") == "True"
            ? 0
            : long.Parse(await workspace.SqlAsync("select count(*) from dataflux.state where name like 'file/%'"));
}
