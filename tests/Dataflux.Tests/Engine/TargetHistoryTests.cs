using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

/// <summary>A target that is not, between two runs or during one, what a checkpoint counts on.</summary>
public class TargetHistoryTests
{
    private const int Files = 6;
    private const long Shared = 1;

    [Theory]
    [InlineData(CheckpointPlace.Folder)]
    [InlineData(CheckpointPlace.Target)]
    public async Task A_table_that_is_another_one_is_written_from_the_first_file_again(CheckpointPlace place)
    {
        using var run = await StoppedAsync(place, stopAt: 104);
        run.Target.Table.Clear();
        run.Target.History = MemoryHistory.New(table: "other");

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal(Expected(), run.Target.Table.Values);
        Assert.Contains(run.Observer.Notices, notice => notice.Contains("table thing was truncated", StringComparison.Ordinal));
        Assert.Equal(12, summary.Counts.Items);
    }

    [Theory]
    [InlineData(CheckpointPlace.Folder, 1)]
    [InlineData(CheckpointPlace.Folder, 3)]
    [InlineData(CheckpointPlace.Target, 1)]
    public async Task Files_whose_commits_were_lost_are_read_again_with_all_behind_them(CheckpointPlace place, int writers)
    {
        Action failOver = () => { };
        using var run = NewRun(place);
        run.Options = run.Options with { Writers = writers };
        run.Observer.OnPartCompleted = number => failOver = number == 2 ? run.Target.Remember() : failOver;
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(record => record.Key == 105));
        await run.RunAsync();
        failOver();
        run.Target.BeforeCommit = _ => { };
        var source = (MemorySource)run.Source;
        source.Opened.Clear();

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal(Expected(), run.Target.Table.Values);
        Assert.DoesNotContain("data/000.json.gz", source.Opened);
        if (writers == 1)
            Assert.Contains("data/003.json.gz", source.Opened); // with more writers it may have been committed before the second was done

        Assert.Equal(12, summary.Counts.Items);
    }

    [Theory]
    [InlineData(CheckpointPlace.Folder, 1)]
    [InlineData(CheckpointPlace.Folder, 2)]
    [InlineData(CheckpointPlace.Target, 1)]
    [InlineData(CheckpointPlace.Target, 2)]
    public async Task A_run_whose_target_loses_commits_does_not_end_complete_and_the_next_one_writes_them_again(
        CheckpointPlace place, int writers)
    {
        for (var lost = 100; lost < 106; lost++)
        {
            using var run = NewRun(place);
            run.Options = run.Options with { Writers = writers };
            var (earlier, isLost) = (run.Target.Remember(), false);
            run.Target.AfterCommit = records =>
            {
                if (records.Any(record => record.Key == lost) && !isLost)
                {
                    isLost = true;
                    earlier();
                }
                else
                {
                    earlier = run.Target.Remember();
                }
            };

            var summary = await run.RunAsync();

            Assert.True(summary.ExitCode == ExitCode.Failed, $"{lost}: {summary.Outcome}");
            Assert.Contains("does not have a commit", summary.Error, StringComparison.Ordinal);
            var again = await run.RunAsync();
            Assert.True(again.Outcome == RunOutcome.Complete, $"{lost}: {again.Error}");
            Assert.Equal(Expected(), run.Target.Table.Values);
        }
    }

    [Fact]
    public async Task A_table_that_is_exchanged_in_mid_run_does_not_end_complete()
    {
        using var run = NewRun(CheckpointPlace.Folder);
        run.Observer.OnPartCompleted = number =>
        {
            if (number == 3)
            {
                run.Target.Table.Clear();
                run.Target.History = MemoryHistory.New(table: "other");
            }
        };

        var summary = await run.RunAsync();

        Assert.Equal(ExitCode.Failed, summary.ExitCode);
        Assert.Contains("table thing was truncated", summary.Error, StringComparison.Ordinal);
        run.Observer.OnPartCompleted = _ => { };
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal(Expected(), run.Target.Table.Values);
    }

    [Fact]
    public async Task A_commit_whose_end_was_not_heard_of_is_no_lost_commit()
    {
        using var run = NewRun(CheckpointPlace.Folder);
        run.Options = run.Options with { RetryFor = TimeSpan.FromMinutes(1) };
        var failures = 0;
        run.Target.AfterCommit = _ => SumTarget.AwayWhile(failures++ % 2 == 0);

        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal(Expected(), run.Target.Table.Values);
    }

    [Fact]
    public async Task Another_database_is_refused_before_anything_is_written()
    {
        using var run = await StoppedAsync(CheckpointPlace.Folder, stopAt: 104);
        run.Target.Table.Clear();
        run.Target.History = MemoryHistory.New() with { Database = "2" };
        var transactions = run.Target.Transactions;

        var refused = await Assert.ThrowsAsync<StateException>(run.RunAsync);

        Assert.Equal(transactions, run.Target.Transactions);
        Assert.Contains("database was dropped and created again", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--accept-changes", refused.Message, StringComparison.Ordinal);
        Assert.Contains("dataflux reset", refused.Message, StringComparison.Ordinal);
        run.Options = run.Options with { AcceptChanges = true };
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal([Shared, 104, 105], run.Target.Table.Keys);
    }

    [Fact]
    public async Task A_chain_is_refused_where_its_table_is_another_one_and_reads_lost_files_again_in_their_order()
    {
        Action failOver = () => { };
        using var run = NewRun(CheckpointPlace.Folder, isChain: true);
        run.Observer.OnPartCompleted = number => failOver = number == 3 ? run.Target.Remember() : failOver;
        await run.RunAsync();
        run.Target.History = MemoryHistory.New(table: "other");
        var refused = await Assert.ThrowsAsync<StateException>(run.RunAsync);
        Assert.Contains("--accept-changes", refused.Message, StringComparison.Ordinal);
        run.Target.History = MemoryHistory.New();

        failOver();
        var summary = await run.RunAsync();

        Assert.Equal(Expected(), run.Target.Table.Values);
        Assert.Equal(6, summary.ItemsRead);
        run.Target.History = MemoryHistory.New(table: "other");
        run.Options = run.Options with { AcceptChanges = true };
        Assert.Equal(0, (await run.RunAsync()).ItemsRead);
        run.Options = run.Options with { AcceptChanges = false };
        Assert.Equal(0, (await run.RunAsync()).ItemsRead);
    }

    [Fact]
    public async Task A_chain_that_another_state_folder_went_on_with_is_refused()
    {
        using var run = NewRun(CheckpointPlace.Folder, isChain: true);
        await run.RunAsync();
        using var other = NewRun(CheckpointPlace.Folder, isChain: true, run.Target);
        await other.RunAsync();

        var refused = await Assert.ThrowsAsync<StateException>(run.RunAsync);

        Assert.Contains("another run of this migration", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unlogged_table_is_not_trusted_after_the_server_was_started_again()
    {
        using var run = NewRun(CheckpointPlace.Folder);
        run.Target.History = MemoryHistory.New() with { Volatile = ["thing"] };
        await StopAsync(run, 104);
        run.Target.Table.Clear();
        run.Target.History = run.Target.History with { Start = "later" };

        Assert.Equal(12, (await run.RunAsync()).Counts.Items);
        Assert.Equal(Expected(), run.Target.Table.Values);
        Assert.Contains(run.Observer.Notices, notice => notice.StartsWith("Table thing is UNLOGGED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_commits_cannot_be_marked_a_fail_over_has_everything_read_again()
    {
        using var run = NewRun(CheckpointPlace.Folder);
        run.Target.Documents.Refuses = true;
        await StopAsync(run, 104);
        Assert.Contains(run.Observer.Notices, notice => notice.StartsWith("Commits cannot be marked", StringComparison.Ordinal));
        run.Target.Table.Remove(103);
        run.Target.History = MemoryHistory.New() with { Timeline = "2" };

        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal(Expected(), run.Target.Table.Values);
    }

    [Fact]
    public async Task A_fail_over_that_loses_nothing_goes_on_where_commits_are_marked()
    {
        using var run = await StoppedAsync(CheckpointPlace.Folder, stopAt: 104);
        run.Target.History = MemoryHistory.New() with { Timeline = "2", Start = "later" };

        Assert.Equal(4, (await run.RunAsync()).ItemsRead);
        Assert.Equal(Expected(), run.Target.Table.Values);
    }

    [Fact]
    public async Task A_checkpoint_of_a_version_that_knew_no_history_is_gone_on_with()
    {
        using var run = NewRun(CheckpointPlace.Folder);
        run.Target.History = null;
        await StopAsync(run, 104);
        Assert.DoesNotContain("lineage", File.ReadAllText(run.Checkpoint), StringComparison.Ordinal);
        run.Target.History = MemoryHistory.New();

        Assert.Equal(4, (await run.RunAsync()).ItemsRead);
        Assert.Equal(Expected(), run.Target.Table.Values);
    }

    [Fact]
    public async Task Partitions_that_the_target_lost_are_made_again_from_the_files()
    {
        Action failOver = () => { };
        using var run = SpreadKeys.NewRun(SpreadKeys.Files);
        run.Target.History = MemoryHistory.New();
        run.Options = run.Options with { RetryFor = TimeSpan.Zero };
        run.Observer.OnPartitionCompleted = number =>
        {
            failOver = number == 3 ? run.Target.Remember() : failOver;
            run.Target.BeforeCommit = _ => SumTarget.AwayWhile(number == 6);
        };
        await run.RunAsync();
        failOver();
        run.Observer.OnPartitionCompleted = _ => { };
        run.Target.BeforeCommit = _ => { };

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal(SpreadKeys.ExpectedSums(), run.Target.Table.Values);
        Assert.Equal(480, summary.Counts.Kept);
    }

    // Each file has a key of its own and one that all of them have; worked out without the engine.
    private static IEnumerable<Sum> Expected() =>
        [new Sum(Shared, 1, Files - 1), .. Enumerable.Range(0, Files).Select(file => new Sum(100 + file, 1, file))];

    private static EngineRun NewRun(CheckpointPlace place, bool isChain = false, SumTarget? target = null)
    {
        var lines = Enumerable.Range(0, Files).Select(file => new[] { EngineRun.Item(100 + file, file), EngineRun.Item(Shared, file) });
        var run = new EngineRun(new MemorySource([.. lines]) { IsChain = isChain })
        {
            Target = target ?? new(),
            Options = new() { Writers = 1, RetryFor = TimeSpan.Zero, Checkpoint = place },
        };
        run.Target.History = MemoryHistory.New();
        return run;
    }

    private static async Task<EngineRun> StoppedAsync(CheckpointPlace place, long stopAt)
    {
        var run = NewRun(place);
        await StopAsync(run, stopAt);
        return run;
    }

    private static async Task StopAsync(EngineRun run, long key)
    {
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(record => record.Key == key));
        Assert.Equal(ExitCode.Failed, (await run.RunAsync()).ExitCode);
        run.Target.BeforeCommit = _ => { };
    }
}
