using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

public class MigrationTests
{
    [Fact]
    public async Task Every_item_ends_in_exactly_one_place()
    {
        using var run = new EngineRun(new MemorySource(
            [EngineRun.Item(1, 10), EngineRun.Item(2, 20), EngineRun.Item(1, 30), """{"Item":{"other":{"S":"x"}}}""", "not json"],
            [EngineRun.Item(13, 1), EngineRun.Item(3, -5), EngineRun.Item(666, 1), EngineRun.Item(666, 2), EngineRun.Item(4, 40)]));

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal(ExitCode.CompleteWithRejects, summary.ExitCode);
        Assert.Equal(10, summary.Counts.Items);
        Assert.Equal(4, summary.Counts.Kept);
        Assert.Equal(new Dictionary<string, long> { ["parseItem"] = 1, ["filter"] = 1 }, summary.Counts.Skipped);
        Assert.Equal(new Dictionary<string, long> { ["read"] = 1, ["parseItem"] = 1, ["transform"] = 2 }, summary.Counts.Rejected);
        Assert.True(summary.Counts.AddUp);
        Assert.Equal([new Sum(1, 2, 40), new Sum(2, 1, 20), new Sum(4, 1, 40)], run.Target.Table.Values);
    }

    [Fact]
    public async Task A_reject_holds_its_original_items_with_file_and_lines()
    {
        using var run = new EngineRun(new MemorySource(
            [EngineRun.Item(1, 10), "not json", EngineRun.Item(666, 7), EngineRun.Item(2, 20), EngineRun.Item(666, 8)]));

        await run.RunAsync();

        var rejects = run.Rejects();
        Assert.Equal(2, rejects.Count);
        var malformed = rejects.Single(r => r.GetProperty("stage").GetString() == "read");
        Assert.Equal("not json", malformed.GetProperty("items")[0].GetProperty("malformed").GetString());
        var group = rejects.Single(r => r.GetProperty("stage").GetString() == "transform");
        Assert.Equal("data/000.json.gz", group.GetProperty("file").GetString());
        Assert.Equal("[3,5]", group.GetProperty("lines").GetRawText());
        Assert.Equal("666", group.GetProperty("key").GetString());
        Assert.Equal($"[{EngineRun.Item(666, 7)},{EngineRun.Item(666, 8)}]", group.GetProperty("items").GetRawText());
    }

    [Fact]
    public async Task A_bad_record_is_isolated_and_the_rest_of_the_batch_is_written()
    {
        var items = Enumerable.Range(1001, 1024).Select(key => EngineRun.Item(key, key)).ToArray();
        using var run = new EngineRun(new MemorySource(items)) { Options = new() { Writers = 1 } };
        run.Target.BeforeCommit = records => ThrowIfAny(records, record => record.Key is 1100 or 1777);

        var summary = await run.RunAsync();

        Assert.Equal(1022, run.Target.Table.Count);
        Assert.Equal(2, summary.Counts.Rejected["upsert"]);
        Assert.Equal(1022, summary.Counts.Kept);
        Assert.Equal([1100, 1777], run.Rejects().Select(r => r.GetProperty("records")[0].GetProperty("Key").GetInt64()).Order());
        Assert.Equal(["1100", "1777"], run.Rejects().Select(r => r.GetProperty("key").GetString()).Order());
        Assert.All(run.Rejects(), r => Assert.Equal("23514", r.GetProperty("error").GetProperty("code").GetString()));

        // 2 bad records in 1,024: one failing transaction per level and bad record, its sibling beside it.
        Assert.InRange(run.Target.Transactions, 20, 2 * 2 * 11);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(512)]
    public async Task Isolating_bad_records_takes_about_k_log_n_transactions(int bad)
    {
        const int all = 4096;
        var random = new Random(bad);
        var refused = Enumerable.Range(0, all).OrderBy(_ => random.Next()).Take(bad).ToHashSet();
        using var run = new EngineRun(new MemorySource([.. Enumerable.Range(0, all).Select(key => EngineRun.Item(1001 + key, 1))]))
        {
            Options = new() { Writers = 1 },
        };
        run.Target.BeforeCommit = records => ThrowIfAny(records, record => refused.Contains((int)record.Key - 1001));

        var summary = await run.RunAsync();

        Assert.Equal((all - bad, bad), (run.Target.Table.Count, summary.Counts.RejectedTotal));

        // The worst case of halving: the levels with less than k nodes are full, below them every bad record has its path and siblings.
        var worst = (2 * bad * Math.Log2((double)all / bad)) + (2 * bad);
        Assert.InRange(run.Target.Transactions, bad * 2, worst);
    }

    [Fact]
    public async Task A_wall_clock_that_jumps_neither_ends_patience_nor_lengthens_it()
    {
        var clock = new LeapingWallClock();
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)], [EngineRun.Item(2, 20)]))
        {
            Options = new() { Writers = 1 },
            Time = clock,
        };
        var leaps = new Queue<int>([400, -800, 36500, -36000]);
        run.Target.BeforeCommit = _ => SumTarget.AwayWhile(leaps.TryDequeue(out var days) && clock.Leap(days));

        Assert.Equal((RunOutcome.Complete, 4L), await run.RunAsync() is var summary ? (summary.Outcome, summary.Retries) : default);

        run.Target.BeforeCommit = _ => SumTarget.AwayWhile(clock.Leap(-1));
        Assert.Contains("gave up writing", (await run.RunAsync()).Error);
        run.Target.BeforeCommit = _ => { };
        Assert.Equal([1, 2], run.Target.Table.Keys);
    }

    [Fact]
    public async Task A_transient_failure_is_retried_and_rejects_nothing()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10), EngineRun.Item(2, 20)])) { Options = new() { Writers = 1 } };
        var failures = 5;
        run.Target.BeforeCommit = _ => SumTarget.AwayWhile(failures-- > 0);

        var summary = await run.RunAsync();

        Assert.Equal(ExitCode.Complete, summary.ExitCode);
        Assert.Equal(2, run.Target.Table.Count);
        Assert.Equal(5, summary.Retries);
        Assert.Equal(5, run.Observer.Retries.Count);
    }

    [Fact]
    public async Task A_commit_whose_success_was_not_learned_is_repeated_without_harm()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10), EngineRun.Item(2, 20)])) { Options = new() { Writers = 1 } };
        var failures = 1;
        run.Target.AfterCommit = _ => SumTarget.AwayWhile(failures-- > 0);

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal([new Sum(1, 1, 10), new Sum(2, 1, 20)], run.Target.Table.Values);
        Assert.Equal(2, summary.Counts.Records.Unchanged);
    }

    [Fact]
    public async Task An_outage_longer_than_the_patience_stops_the_run_resumable()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)], [EngineRun.Item(2, 20)]))
        {
            Options = new() { Writers = 1 },
        };
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(r => r.Key == 2));

        var stopped = await run.RunAsync();

        Assert.Equal(RunOutcome.Failed, stopped.Outcome);
        Assert.Equal(ExitCode.Failed, stopped.ExitCode);
        Assert.Equal(1, stopped.PartsDone);
        Assert.Contains("gave up writing", stopped.Error);
        Assert.Empty(run.Rejects());

        run.Target.BeforeCommit = _ => { };
        var resumed = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, resumed.Outcome);
        Assert.Equal(2, resumed.Counts.Items);
        Assert.Equal(1, resumed.ItemsRead);
        Assert.Equal([1, 2], run.Target.Table.Keys);
    }

    [Fact]
    public async Task A_systemic_failure_stops_at_once_and_leaves_the_file_not_done()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)], [EngineRun.Item(2, 20)]))
        {
            Options = new() { Writers = 1 },
        };
        run.Target.BeforeCommit = records =>
        {
            if (records.Any(r => r.Key == 2))
                throw new InvalidOperationException("permission denied for table sum");
        };

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Failed, summary.Outcome);
        Assert.Equal("permission denied for table sum", summary.Error);
        Assert.Equal(1, summary.PartsDone);
        Assert.Empty(run.Rejects());
    }

    [Fact]
    public async Task A_transient_failure_while_reading_neither_loses_nor_repeats_an_item()
    {
        var items = Enumerable.Range(1, 20).Select(i => EngineRun.Item(i % 4, i)).ToArray();
        var source = new MemorySource(items);
        source.Failures.Enqueue((2, new TimeoutException("slow down")));
        source.Failures.Enqueue((0, new TimeoutException("slow down")));
        source.Failures.Enqueue((5, new TimeoutException("slow down")));
        using var run = new EngineRun(source);

        var summary = await run.RunAsync();

        Assert.Equal(20, summary.Counts.Items);
        Assert.Equal(3, summary.Retries);
        Assert.Equal([new Sum(0, 5, 60), new Sum(1, 5, 45), new Sum(2, 5, 50), new Sum(3, 5, 55)], run.Target.Table.Values);
    }

    [Fact]
    public async Task Groups_larger_than_the_memory_for_them_go_by_disk_and_stay_whole()
    {
        var items = Enumerable.Range(0, 500).Select(i => EngineRun.Item(1000 + (i % 50), i)).Append(EngineRun.Item(1, -1)).ToArray();
        using var run = new EngineRun(new MemorySource(items)) { Options = new() { GroupMemory = 2_000 } };

        var summary = await run.RunAsync();

        Assert.Equal(501, summary.Counts.Items);
        Assert.Equal(500, summary.Counts.Kept);
        Assert.Equal(1, summary.Counts.RejectedTotal);
        Assert.Equal(50, run.Target.Table.Count);
        Assert.All(run.Target.Table.Values, sum => Assert.Equal(new Sum(sum.Key, 10, (10 * (sum.Key - 1000)) + (50 * 45)), sum));
        Assert.Empty(Directory.GetDirectories(Path.Combine(run.Folder, "groups")));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 2, 2)]
    [InlineData(100_000, 4, 4)]
    public async Task The_last_file_wins_for_every_setting(int batchSize, int readers, int writers)
    {
        var files = Enumerable.Range(0, 12)
            .Select(file => Enumerable.Range(0, 40).Select(key => EngineRun.Item(key + 1000, file)).ToArray()).ToArray();
        using var run = new EngineRun(new MemorySource(files))
        {
            Options = new() { BatchSize = batchSize, Readers = readers, Writers = writers },
        };

        var summary = await run.RunAsync();

        Assert.Equal(480, summary.Counts.Kept);
        Assert.Equal(writers, run.Target.Sessions);
        Assert.All(run.Target.Table.Values, sum => Assert.Equal(11, sum.Total));
    }

    [Fact]
    public async Task One_writer_keeps_the_order_where_only_the_target_knows_which_keys_are_one()
    {
        var items = Enumerable.Range(0, 40).Select(key => EngineRun.Item(key + 1000, key)).ToArray();
        using var run = new EngineRun(new MemorySource(items)) { Options = new() { BatchSize = 5, Writers = 4 } };
        run.Target.HasLooseKeys = true;
        var written = new List<long>();
        run.Target.BeforeCommit = records => written.AddRange(records.Select(record => record.Key));

        await run.RunAsync();

        Assert.Equal(Enumerable.Range(1000, 40).Select(key => (long)key), written);
    }

    [Fact]
    public async Task A_limited_run_reads_so_many_items_and_marks_nothing_done()
    {
        var items = Enumerable.Range(0, 100).Select(i => EngineRun.Item(i, i)).ToArray();
        using var run = new EngineRun(new MemorySource(items, items)) { Options = new() { Limit = 10 } };

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Limited, summary.Outcome);
        Assert.Equal(10, summary.ItemsRead);
        Assert.Equal(10, run.Target.Table.Count);
        Assert.Equal(0, summary.PartsDone);
    }

    private static void ThrowIfAny(IReadOnlyList<Sum> records, Func<Sum, bool> isBad)
    {
        if (records.Any(isBad))
            throw new ArgumentException("check constraint");
    }
}
