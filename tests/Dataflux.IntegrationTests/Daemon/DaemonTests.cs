using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dataflux.Cli.Monitoring;
using Dataflux.Engine.Ground;

namespace Dataflux.IntegrationTests.Daemon;

public sealed class DaemonTests(PostgreSqlFixture postgres)
{
    [Fact]
    public async Task A_daemon_is_started_watched_stopped_and_resumed()
    {
        await using var gated = await GatedMigration.CreateAsync(postgres);
        await gated.CloseGateAsync(2);

        var started = await gated.RunAsync("start", "gated.yaml");
        Assert.Equal((ExitCode.Complete, ""), (started.Code, started.Error));
        Assert.Contains($"Started gated: PID {gated.Status.Pid}, log .dataflux/gated/run.log", started.Out, StringComparison.Ordinal);
        await gated.UntilAsync(status => status.Last?.FilesDone == 1);

        var again = await gated.RunAsync("start", "gated");
        Assert.Equal(ExitCode.Usage, again.Code);
        Assert.Contains($"already running: PID {gated.Status.Pid}, since", again.Error, StringComparison.Ordinal);

        var shown = await gated.RunAsync("status", "gated.yaml");
        Assert.Equal(10, shown.Code);
        Assert.Contains($"gated: running, PID {gated.Status.Pid}, since 20", shown.Out, StringComparison.Ordinal);
        Assert.Contains("  files       1 of 3 done; working on ", shown.Out, StringComparison.Ordinal);
        Assert.StartsWith("gated  ", (await gated.RunAsync("status")).Out, StringComparison.Ordinal);

        using var logs = gated.Start(["logs", "gated.yaml", "-f", "-n", "200"]);
        var followed = new List<string>();
        while (followed.Count == 0 || !followed[^1].Contains("Completed file [1/3]", StringComparison.Ordinal))
        {
            followed.Add(
                await logs.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
                ?? throw new InvalidOperationException($"the log ended: {string.Join('\n', followed)}"));
        }

        using var stop = gated.Start(["stop", "gated.yaml"]);
        await gated.UntilAsync(status => status.Last?.Stopping == true);
        Assert.False(stop.HasExited, "stop did not wait for the batch that is under way");
        await gated.OpenGateAsync(2);
        var stopped = await GatedMigration.EndAsync(stop);
        Assert.Equal((ExitCode.Complete, ""), (stopped.Code, stopped.Error));
        Assert.Contains("Next: resume it with: dataflux start gated.yaml", stopped.Out, StringComparison.Ordinal);

        var rest = await GatedMigration.EndAsync(logs);
        Assert.Equal(ExitCode.Complete, rest.Code);
        Assert.Contains("Next: run the same command again to resume", rest.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Terminated, (await gated.RunAsync("status", "gated")).Code);

        Assert.Equal(0, (await gated.RunAsync("start", "gated.yaml")).Code & ~1);
        await gated.UntilAsync(status => status.Phase == RunPhase.Complete);
        var log = await gated.RunAsync("logs", "gated.yaml", "-f", "-n", "1000");
        Assert.Contains("Resuming: 1 of 3 files done before, with 200 items", log.Out, StringComparison.Ordinal);
        Assert.Equal(GatedMigration.Kept, await gated.CountAsync());

        var json = await gated.RunAsync("status", "gated.yaml", "--output", "json");
        Assert.Equal(ExitCode.CompleteWithRejects, json.Code);
        var counts = JsonDocument.Parse(json.Out).RootElement.GetProperty("last").GetProperty("counts");
        Assert.Equal(GatedMigration.Files * GatedMigration.ItemsPerFile, counts.GetProperty("items").GetInt64());
        Assert.Equal(GatedMigration.Files, counts.GetProperty("rejected").GetProperty("transform").GetInt64());
        Assert.Equal(GatedMigration.Files, counts.GetProperty("skipped").GetProperty("parseItem").GetInt64());
    }

    [Fact]
    public async Task A_killed_daemon_is_reported_as_crashed_and_resumes()
    {
        await using var gated = await GatedMigration.CreateAsync(postgres);
        await gated.CloseGateAsync(2);
        Assert.Equal(ExitCode.Complete, (await gated.RunAsync("start", "gated.yaml")).Code);
        await gated.UntilAsync(status => status.Last?.FilesDone == 1);
        var pid = gated.Status.Pid!.Value;

        using (var daemon = Process.GetProcessById(pid))
            daemon.Kill();

        await gated.UntilEndedAsync();
        var shown = await gated.RunAsync("status", "gated.yaml");
        Assert.Equal(ExitCode.Failed, shown.Code);
        Assert.Contains($"gated: crashed, PID {pid}, begun 20", shown.Out, StringComparison.Ordinal);
        Assert.Contains("  files       1 of 3 done", shown.Out, StringComparison.Ordinal);
        Assert.Contains("Last log lines:\n", shown.Out, StringComparison.Ordinal);
        Assert.Contains("Completed file [1/3]", shown.Out, StringComparison.Ordinal);
        Assert.Contains("gated is not running", (await gated.RunAsync("stop", "gated.yaml")).Out, StringComparison.Ordinal);

        await gated.OpenGateAsync(2);
        Assert.Equal(0, (await gated.RunAsync("start", "gated.yaml")).Code & ~1);
        await gated.UntilAsync(status => status.Phase == RunPhase.Complete);
        Assert.Equal(GatedMigration.Kept, await gated.CountAsync());
    }

    [Fact]
    public async Task Of_two_starts_at_once_one_wins()
    {
        await using var gated = await GatedMigration.CreateAsync(postgres);
        await gated.CloseGateAsync(1);
        using var first = gated.Start(["start", "gated.yaml"]);
        using var second = gated.Start(["start", "gated.yaml"]);
        var ends = new[] { await GatedMigration.EndAsync(first), await GatedMigration.EndAsync(second) };

        var winner = Assert.Single(ends, end => end.Code == ExitCode.Complete);
        var loser = Assert.Single(ends, end => end.Code == ExitCode.Usage);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"PID {gated.Status.Pid}"), winner.Out, StringComparison.Ordinal);
        Assert.Contains("already running", loser.Error, StringComparison.Ordinal);
        await gated.OpenGateAsync(1);
        await gated.UntilAsync(status => status.Phase == RunPhase.Complete);
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", "the machine was restarted")]
    [InlineData(null, "the process ended without saying so")]
    public async Task A_PID_that_another_process_has_by_now_is_not_mistaken_for_the_daemon(string? boot, string why)
    {
        await using var gated = await GatedMigration.CreateAsync(postgres);
        Directory.CreateDirectory(gated.StateFolder);

        // A process that is alive, with another start time: one tick after the machine's, in this boot or an earlier one.
        boot ??= (await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id", TestContext.Current.CancellationToken)).Trim();
        await File.WriteAllTextAsync(
            Path.Combine(gated.StateFolder, "dataflux.pid"),
            $$"""{"pid":{{Environment.ProcessId}},"since":"2024-01-15T10:30:00+00:00","process":"{{boot}}/1"}""",
            TestContext.Current.CancellationToken);

        var shown = await gated.RunAsync("status", "gated.yaml");
        Assert.Equal(ExitCode.Failed, shown.Code);
        Assert.Contains(
            $"gated: crashed, PID {Environment.ProcessId}, begun 2024-01-15 10:30:00Z: {why}", shown.Out, StringComparison.Ordinal);
        Assert.Contains("is not running", (await gated.RunAsync("stop", "gated.yaml")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.CompleteWithRejects, (await gated.RunAsync("migrate", "gated.yaml")).Code);
    }

    [Fact]
    public async Task A_daemon_that_crashes_leaves_its_last_words_in_the_status()
    {
        await using var gated = await GatedMigration.CreateAsync(
            postgres,
            """Task onComplete(ISqlTarget target) { Environment.FailFast("the machine is on fire"); return Task.CompletedTask; }""");
        await gated.RunAsync("start", "gated.yaml");
        await gated.UntilEndedAsync();

        var shown = await gated.RunAsync("status", "gated.yaml");

        Assert.Equal(ExitCode.Failed, shown.Code);
        Assert.Contains("gated: crashed", shown.Out, StringComparison.Ordinal);
        Assert.Contains("Last output:\n", shown.Out, StringComparison.Ordinal);
        Assert.Contains("the machine is on fire", shown.Out, StringComparison.Ordinal);
        Assert.Contains("Next: resume it with: dataflux start", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_without_a_name_lists_every_migration_that_ran()
    {
        await using var gated = await GatedMigration.CreateAsync(postgres);
        Assert.Equal("No migration has run here\n", OfProject((await gated.RunAsync("status")).Out));
        var definition = Path.Combine(gated.Folder, "gated.yaml");
        await File.WriteAllTextAsync(
            Path.Combine(gated.Folder, "another.yaml"),
            (await File.ReadAllTextAsync(definition, TestContext.Current.CancellationToken)).Replace(
                "name: gated", "name: another", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await gated.RunAsync("migrate", "gated.yaml");
        await gated.RunAsync("migrate", "another.yaml", "--limit", "10");

        var shown = await gated.RunAsync("status");

        Assert.Equal(ExitCode.Complete, shown.Code);
        Assert.Collection(
            OfProject(shown.Out).TrimEnd('\n').Split('\n'),
            line => Assert.Matches("^another +stopped at the limit, ended 20.*: 10 of 600", line),
            line => Assert.Matches("^gated +complete with rejects, ended 20.*: 600 of 600", line));
        var json = JsonDocument.Parse((await gated.RunAsync("status", "--output", "json")).Out).RootElement;
        Assert.Equal(["another", "gated"], json.EnumerateArray().Select(migration => migration.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_daemon_that_cannot_begin_says_why_where_it_was_started()
    {
        await using var gated = await GatedMigration.CreateAsync(postgres);
        Directory.Delete(Path.Combine(gated.Folder, "export"), recursive: true);

        var started = await gated.RunAsync("start", "gated.yaml");
        Assert.NotEqual(ExitCode.Complete, started.Code);
        Assert.Contains("export", started.Error, StringComparison.Ordinal);
        Assert.Equal(started.Code, (await gated.RunAsync("status", "gated.yaml")).Code);
    }

    // Behind a project's own migrations status lists databases of the whole machine whose project is gone.
    private static string OfProject(string shown)
    {
        var orphans = shown.IndexOf("Orphan: ", StringComparison.Ordinal);
        return orphans < 0 ? shown : shown[..orphans];
    }
}
