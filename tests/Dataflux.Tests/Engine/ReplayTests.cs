using System.Text;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Replaying;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;
using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

/// <summary>The rejected items of a completed migration run once more, and only they.</summary>
public class ReplayTests
{
    private static readonly string[][] Files =
    [
        [EngineRun.Item(1, 10), EngineRun.Item(666, 1), "not json", EngineRun.Item(666, 2), EngineRun.Item(2, -5)],
        [EngineRun.Item(3, 30), EngineRun.Item(1100, 1), EngineRun.Item(666, 4)],
    ];

    [Fact]
    public async Task Replay_runs_only_the_rejected_items_and_keeps_what_still_fails()
    {
        using var run = new EngineRun(new MemorySource(Files)) { Options = new() { Writers = 1 } };
        run.Target.BeforeCommit = records => Refuse(records, 1100);
        await run.RunAsync();
        Assert.Equal(6, run.Rejects().Sum(r => r.GetProperty("lines").GetArrayLength()));
        run.Target.BeforeCommit = _ => { };
        run.BadKey = -1;
        run.ProfileHash = "p2";

        var (summary, counts) = await ReplayAsync(run);

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal((6, 4, 2), (summary.Counts.Items, summary.Counts.Kept, summary.Counts.RejectedTotal));
        Assert.Equal((8, 6, 2), (counts.Items, counts.Kept, counts.RejectedTotal));
        Assert.True(counts.AddUp);
        Assert.Equal([new Sum(1, 1, 10), new Sum(3, 1, 30), new Sum(666, 1, 4), new Sum(1100, 1, 1)], run.Target.Table.Values);
        Assert.Equal(
            ["read 3", "parseItem 5"], run.Rejects().Select(r => $"{r.GetProperty("stage").GetString()} {r.GetProperty("lines")[0]}"));
        Assert.Equal("not json", run.Rejects()[0].GetProperty("items")[0].GetProperty("malformed").GetString());
        Assert.False(Directory.Exists(Path.Combine(run.Folder, "replay")));
    }

    [Fact]
    public async Task Replay_without_a_fix_changes_nothing_however_often_it_is_run()
    {
        using var run = new EngineRun(new MemorySource(Files));
        await run.RunAsync();
        var before = File.ReadAllText(Path.Combine(run.Folder, "rejects.ndjson"));
        var table = run.Target.Table.Values.ToList();

        for (var i = 0; i < 3; i++)
        {
            var (_, counts) = await ReplayAsync(run);
            Assert.Equal((8, 3, 5), (counts.Items, counts.Kept, counts.RejectedTotal));
        }

        Assert.Equal(before.Split('\n').Order(), File.ReadAllText(Path.Combine(run.Folder, "rejects.ndjson")).Split('\n').Order());
        Assert.Equal(table, run.Target.Table.Values);
    }

    [Fact]
    public async Task A_replay_that_stops_half_way_keeps_all_rejects_and_goes_on()
    {
        using var run = new EngineRun(new MemorySource(Files)) { Options = new() { Writers = 1, RetryFor = TimeSpan.Zero } };
        await run.RunAsync();
        var before = File.ReadAllText(Path.Combine(run.Folder, "rejects.ndjson"));
        run.BadKey = -1;
        run.ProfileHash = "p2";
        run.Target.BeforeCommit = records =>
        {
            if (records.Any(r => r.Total == 4))
                throw new TimeoutException("the server is away");
        };

        var (stopped, counts) = await ReplayAsync(run);

        Assert.Equal(RunOutcome.Failed, stopped.Outcome);
        Assert.Equal(5, counts.RejectedTotal);
        Assert.Equal(before, File.ReadAllText(Path.Combine(run.Folder, "rejects.ndjson")));
        run.Target.BeforeCommit = _ => { };
        var (resumed, after) = await ReplayAsync(run);
        Assert.Equal(1, resumed.ItemsRead);
        Assert.Equal((8, 6, 2), (after.Items, after.Kept, after.RejectedTotal));
    }

    [Fact]
    public async Task A_replacement_that_a_crash_interrupted_is_finished_by_whoever_comes_next()
    {
        using var run = new EngineRun(new MemorySource(Files));
        await run.RunAsync();
        var rejects = Path.Combine(run.Folder, "rejects.ndjson");
        var checkpoint = run.Checkpoint;
        var first = File.ReadLines(rejects).First() + "\n";
        File.WriteAllText(rejects + ".new", first);
        File.WriteAllText(checkpoint, File.ReadAllText(checkpoint)
            .Replace("\"rejectsReplaced\": false", "\"rejectsReplaced\": true")
            .Replace($"\"rejectsLength\": {new FileInfo(rejects).Length}", $"\"rejectsLength\": {first.Length}"));

        using (var replay = await Replay.BeginAsync(
            run.Folder, "sums", TimeProvider.System, run.StateTarget, TestContext.Current.CancellationToken))
        {
            Assert.Single(replay.Export.Parts);
        }

        Assert.Equal(first, File.ReadAllText(rejects));
        Assert.False(File.Exists(rejects + ".new"));
        Assert.Contains("\"rejectsReplaced\": false", File.ReadAllText(checkpoint));
    }

    [Fact]
    public async Task Replay_of_a_migration_that_is_not_complete_is_refused()
    {
        using var run = new EngineRun(new MemorySource(Files)) { Options = new() { RetryFor = TimeSpan.Zero } };
        run.Target.BeforeCommit = _ => throw new TimeoutException("the server is away");
        await run.RunAsync();

        var refused = await Assert.ThrowsAsync<StateException>(
            () => Replay.BeginAsync(run.Folder, "sums", TimeProvider.System, run.StateTarget, TestContext.Current.CancellationToken));

        Assert.Contains("'sums' has not been migrated completely", refused.Message);
    }

    [Fact]
    public async Task A_replay_never_overwrites_the_state_of_a_run_that_happened_meanwhile()
    {
        using var run = new EngineRun(new MemorySource(Files)) { Options = new() { Writers = 1, Checkpoint = CheckpointPlace.Target } };
        await run.RunAsync();
        run.BadKey = -1;
        run.Target.BeforeCommit = _ => run.Target.Documents["sums", "checkpoint"] = [
            .. run.Target.Documents["sums", "checkpoint"],
            (byte)'\n',
        ];

        var refused = await Assert.ThrowsAsync<StateException>(() => ReplayAsync(run));

        Assert.Equal(
            "the state of 'sums' in the target is not what it was a moment ago: another process changed it, or another server took over; "
            + "run the same command again",
            refused.Message);
        Assert.EndsWith("\n", Encoding.UTF8.GetString(run.Target.Documents["sums", "checkpoint"]));
        run.Target.BeforeCommit = _ => { };
        Assert.Equal(
            (8, 6, 2), (await ReplayAsync(run)).Counts is var counts ? (counts.Items, counts.Kept, counts.RejectedTotal) : default);
    }

    [Fact]
    public async Task Replay_of_a_chain_never_brings_back_an_older_state()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10), EngineRun.Item(666, 1)], [EngineRun.Put(666, 2)])
        {
            IsChain = true,
        })
        {
            Deletes = true,
        };
        run.Target.BeforeCommit = records => Refuse(records.Where(record => record.Total == 1).ToList(), 666);
        run.BadKey = -1;
        await run.RunAsync();
        Assert.Equal(2, run.Target.Table[666].Total);
        Assert.Single(run.Rejects());
        run.Target.BeforeCommit = _ => { };

        var refused = await Assert.ThrowsAsync<StateException>(
            () => Replay.BeginAsync(run.Folder, "sums", TimeProvider.System, run.StateTarget, TestContext.Current.CancellationToken));

        Assert.Contains("later ones were applied after 1 rejected items (the first in data/000.json.gz)", refused.Message);
        Assert.Contains("dataflux reset sums", refused.Message);
        MigrationReset.InFolder(run.Folder, "sums", TimeProvider.System);
        Assert.Equal(0, (await run.RunAsync()).Counts.RejectedTotal);
        Assert.Equal(2, run.Target.Table[666].Total);
    }

    [Fact]
    public async Task Rejects_of_a_chains_last_export_are_replayed()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(666, 1)], [EngineRun.Put(666, 2)], []) { IsChain = true })
        {
            Deletes = true,
        };
        run.Target.BeforeCommit = records => Refuse(records.Where(record => record.Total == 2).ToList(), 666);
        run.BadKey = -1;
        await run.RunAsync();
        Assert.Equal(1, run.Target.Table[666].Total);
        run.Target.BeforeCommit = _ => { };

        var (summary, counts) = await ReplayAsync(run);

        Assert.Equal((1, 0), (summary.Counts.Kept, counts.RejectedTotal));
        Assert.Equal(2, run.Target.Table[666].Total);
    }

    [Fact]
    public async Task A_replay_repeats_until_what_waits_for_other_rejects_is_written_too()
    {
        using var run = new EngineRun(new MemorySource(
            [EngineRun.Item(3, 1)], [EngineRun.Item(2, 1)], [EngineRun.Item(1, 1), EngineRun.Item(9, 1), EngineRun.Item(4, -1)]))
        {
            Options = new() { Writers = 1 },
        };
        var closed = true;
        run.Target.BeforeCommit = records =>
        {
            // Each refers to the one before it.
            if (records.Any(record => record.Key == 1 ? closed : record.Key < 9 && !run.Target.Table.ContainsKey(record.Key - 1)))
                throw new ArgumentException("foreign key");
        };
        Assert.Equal(3, (await run.RunAsync()).Counts.Rejected["upsert"]);
        closed = false;

        var (summary, counts) = await ReplayAsync(run);

        Assert.Equal([1, 2, 3, 9], run.Target.Table.Keys);
        Assert.Equal(
            (RunOutcome.Complete, 4, 3, 1), (summary.Outcome, summary.Counts.Items, summary.Counts.Kept, summary.Counts.RejectedTotal));
        Assert.Equal((5, 4, 1), (counts.Items, counts.Kept, counts.RejectedTotal));
        Assert.Equal("parseItem", Assert.Single(run.Rejects()).GetProperty("stage").GetString());
    }

    [Fact]
    public async Task Reset_forgets_progress_and_rejects_and_neither_logs_databases_nor_the_numbers_of_runs()
    {
        using var run = new EngineRun(new MemorySource(Files)) { Options = new() { Writers = 1 } };
        await run.RunAsync();
        File.WriteAllText(Path.Combine(run.Folder, "run.log"), "kept");
        Directory.CreateDirectory(Path.Combine(run.Folder, "postgresql"));

        MigrationReset.InFolder(run.Folder, "sums", TimeProvider.System);

        Assert.Equal(
            ["lock", "postgresql", "run.log", "runs.json"], Directory.GetFileSystemEntries(run.Folder).Select(Path.GetFileName).Order());
        Assert.Equal(3, (await run.RunAsync()).Counts.Records.Unchanged);
    }

    [Fact]
    public async Task Reset_of_a_running_migration_is_refused()
    {
        using var run = new EngineRun(new MemorySource(Files)) { Options = new() { Writers = 1 } };
        StateException? refused = null;
        run.Target.BeforeCommit = _ => refused ??= Assert.Throws<StateException>(
            () => MigrationReset.InFolder(run.Folder, "sums", TimeProvider.System));

        await run.RunAsync();

        Assert.StartsWith("migration 'sums' is already running", refused!.Message, StringComparison.Ordinal);
    }

    private static async Task<(RunSummary Summary, RunCounts Counts)> ReplayAsync(EngineRun run)
    {
        using var replay = await Replay.BeginAsync(
            run.Folder, "sums", TimeProvider.System, run.StateTarget, TestContext.Current.CancellationToken);
        var summary = await replay.RunAsync(run.Profile(), run.Plan(), TestContext.Current.CancellationToken);
        return (summary, replay.Counts);
    }

    private static void Refuse(IReadOnlyList<Sum> records, long key)
    {
        if (records.Any(record => record.Key == key))
            throw new ArgumentException("check constraint");
    }
}
