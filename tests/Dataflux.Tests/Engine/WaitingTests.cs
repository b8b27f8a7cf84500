using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

/// <summary>
/// Records that refer to a row which is not there yet wait for it on disk. In these exports the record of a key from 1,000 on refers to
/// that of the key less 1,000.
/// </summary>
public sealed class WaitingTests
{
    [Theory]
    [InlineData(GroupScope.File, true, 1)]
    [InlineData(GroupScope.File, true, 3)]
    [InlineData(GroupScope.File, false, 2)]
    [InlineData(GroupScope.Export, true, 2)]
    [InlineData(GroupScope.Export, false, 1)]
    public async Task A_record_waits_until_the_row_it_refers_to_has_come_in_a_later_file(GroupScope scope, bool names, int writers)
    {
        using var run = NewRun(
            names,
            [EngineRun.Item(3001, 1), EngineRun.Item(2001, 2), EngineRun.Item(1002, 3)],
            [EngineRun.Item(1001, 4), EngineRun.Item(5, 5)],
            [EngineRun.Item(2, 6), EngineRun.Item(1, 7)]);
        run.Options = new() { Writers = writers, BatchSize = 2, GroupScope = scope };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 0, 7L), (summary.Outcome, summary.ExitCode, summary.Counts.Kept));
        Assert.Equal([1L, 2, 5, 1001, 1002, 2001, 3001], run.Target.Table.Keys);
        Assert.Empty(run.Rejects());
        Assert.Equal(0, summary.Counts.Waiting);
        Assert.True(summary.Waited >= 3, $"{summary.Waited} waited");
        Assert.InRange(summary.WaitingPasses, 1, 4);
        Assert.False(Directory.Exists(Path.Combine(run.Folder, "waiting")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_never_finds_its_row_is_rejected_with_the_row_that_is_missing(bool names)
    {
        using var run = NewRun(
            names,
            [EngineRun.Item(2001, 2), EngineRun.Item(1002, 1), EngineRun.Item(4, 4)],
            [EngineRun.Item(2, 2), EngineRun.Item(3001, 3)]);

        var summary = await run.RunAsync();

        Assert.Equal(
            (RunOutcome.Complete, 1, 3L, 2L), (summary.Outcome, summary.ExitCode, summary.Counts.Kept, summary.Counts.RejectedTotal));
        Assert.Equal([2L, 4, 1002], run.Target.Table.Keys);
        Assert.Equal(
            ["upsert 23503 no row 1001", "upsert 23503 no row 2001"],
            run.Rejects()
                .Select(
                    reject => $"{reject.GetProperty("stage")} {reject.GetProperty("error").GetProperty("code")} "
                        + $"{reject.GetProperty("error").GetProperty("message")}").Order());
        Assert.DoesNotContain(run.Rejects(), reject => reject.TryGetProperty("waitingKeys", out _));
    }

    [Fact]
    public async Task What_waits_does_not_count_as_rejected_for_the_limit_of_rejects()
    {
        using var run = NewRun(
            names: true,
            [.. Enumerable.Range(21, 50).Select(key => EngineRun.Item(1000 + key, key))],
            [.. Enumerable.Range(21, 50).Select(key => EngineRun.Item(key, key))]);
        run.Options = new() { BatchSize = 7, MaxRejects = new RejectLimit(0) };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 50L), (summary.Outcome, summary.Waited));
        Assert.Equal(100, run.Target.Table.Count);
    }

    [Fact]
    public async Task A_later_record_of_a_key_that_waits_waits_behind_it()
    {
        // Without groups, each item writes its own value: the last one counts.
        using var run = NewRun(
            names: true, [EngineRun.Item(1001, 1)], [EngineRun.Item(9, 9), EngineRun.Item(1001, 2)], [EngineRun.Item(1, 7)]);
        run.Grouped = false;
        run.Target.OnUpsert = records => Assert.DoesNotContain(
            records, record => record.Key == 1001 && record.Total == 2 && !run.Target.Table.ContainsKey(1));

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 2L), (summary.Outcome, summary.Waited));
        Assert.Equal(2, run.Target.Table[1001].Total);
    }

    [Fact]
    public async Task In_a_chain_what_waits_is_tried_after_each_export_and_deletes_of_its_keys_wait_behind_it()
    {
        using var run = new EngineRun(new MemorySource(
            [EngineRun.Item(1001, 1), EngineRun.Item(1002, 2), EngineRun.Item(1003, 3)],
            [EngineRun.Delete(1002), EngineRun.Put(1, 7), EngineRun.Put(1003, 30)],
            [EngineRun.Put(2, 8), EngineRun.Put(3, 9), EngineRun.Put(1003, 31)])
        { IsChain = true })
        {
            Target = NewTarget(names: true),
            Grouped = false,
            Deletes = true,
        };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 0), (summary.Outcome, summary.ExitCode));
        Assert.Equal("1=7 2=8 3=9 1001=1 1003=31", string.Join(' ', run.Target.Table.Values.Select(row => $"{row.Key}={row.Total}")));
    }

    [Fact]
    public async Task A_row_that_is_still_referred_to_is_deleted_once_it_is_not()
    {
        using var run = new EngineRun(new MemorySource(
            [EngineRun.Item(1, 1), EngineRun.Item(1001, 2)],
            [EngineRun.Delete(1), EngineRun.Put(5, 5), EngineRun.Put(6, 6), EngineRun.Delete(1001)])
        { IsChain = true })
        {
            Target = NewTarget(names: true),
            Grouped = false,
            Deletes = true,
            Options = new() { BatchSize = 1 },
        };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 0), (summary.Outcome, summary.ExitCode));
        Assert.Equal([5L, 6], run.Target.Table.Keys);
    }

    [Theory]
    [InlineData(CheckpointPlace.Folder, 1)]
    [InlineData(CheckpointPlace.Target, 1)]
    [InlineData(CheckpointPlace.Folder, 3)]
    [InlineData(CheckpointPlace.Target, 3)]
    public async Task What_waits_is_still_there_when_the_run_is_interrupted_between_files(CheckpointPlace checkpoint, long inSecond)
    {
        // The row that is missing comes with the later record of the key that waits, or behind it.
        using var run = NewRun(
            names: true,
            [EngineRun.Item(1001, 1)],
            [EngineRun.Item(1001, 5), EngineRun.Item(2, 1), EngineRun.Item(inSecond, 1)],
            [EngineRun.Item(4 - inSecond, 1)]);
        run.Options = new() { Writers = 1, Checkpoint = checkpoint, RetryFor = TimeSpan.Zero };
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(record => record.Key == 2));
        var interrupted = await run.RunAsync();
        Assert.Equal((RunOutcome.Failed, 1L), (interrupted.Outcome, interrupted.Counts.Waiting));
        run.Target.BeforeCommit = _ => { };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 0, 5L), (summary.Outcome, summary.ExitCode, summary.Counts.Kept));
        Assert.Equal(5, run.Target.Table[1001].Total);
    }

    [Fact]
    public async Task What_waited_is_written_again_when_the_target_loses_the_commit_of_its_pass()
    {
        using var run = new EngineRun(
            new MemorySource([EngineRun.Item(1001, 1)], [EngineRun.Put(1, 7)], [EngineRun.Put(2, 8)]) { IsChain = true },
            EngineRun.InMemory)
        {
            Target = NewTarget(names: true),
        };
        var failOver = ForgetfulFrom(run, file: 2, stopAt: 2);
        Assert.Equal((RunOutcome.Failed, 0L), ((await run.RunAsync()).Outcome, run.Target.Table.Values.Count(row => row.Key == 2)));
        Assert.Equal([1L, 1001], run.Target.Table.Keys);
        failOver();
        Assert.Equal([1L], run.Target.Table.Keys);

        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal([1L, 2, 1001], run.Target.Table.Keys);
    }

    [Fact]
    public async Task What_waits_in_a_file_that_is_read_again_waits_once()
    {
        using var run = NewRun(
            names: true,
            [EngineRun.Item(9, 9)],
            [EngineRun.Item(1001, 1), EngineRun.Item(6, 6)],
            [EngineRun.Item(5, 5)],
            [EngineRun.Item(2, 2), EngineRun.Item(1, 1)]);
        var failOver = ForgetfulFrom(run, file: 1, stopAt: 2);
        Assert.Equal(1, (await run.RunAsync()).Counts.Waiting);
        failOver();

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 6L, 0L), (summary.Outcome, summary.Counts.Kept, summary.Counts.Waiting));
        Assert.Equal([1L, 2, 5, 6, 9, 1001], run.Target.Table.Keys);
    }

    [Theory]
    [InlineData(GroupScope.File)]
    [InlineData(GroupScope.Export)]
    public async Task Whenever_the_power_fails_what_waits_is_lost_never_and_counted_once(GroupScope scope)
    {
        EngineRun New()
        {
            var run = NewRun(
                names: true,
                [EngineRun.Item(3001, 1), EngineRun.Item(2001, 2), EngineRun.Item(1002, 3), EngineRun.Item(666, 3)],
                [EngineRun.Item(1001, 4), EngineRun.Item(5, 5), EngineRun.Item(1002, 6)],
                [EngineRun.Item(1, 7), EngineRun.Item(6, -1)]);
            run.Options = new() { Writers = 1, BatchSize = 2, GroupScope = scope, GroupMemory = 400 };
            run.Source.FileSize = scope == GroupScope.Export ? 10 : null;
            return run;
        }

        using var undisturbed = New();
        var steps = await PowerFailure.OfAsync(undisturbed, async () => Assert.Null((await undisturbed.RunAsync()).Error));
        var expected = RunEnd.Of(undisturbed);
        Assert.Contains(steps, step => step.Name == KillPoint.AfterReplacement);
        foreach (var (step, number) in steps.Select((step, i) => (step, i)).Where(at => at.i % (1 + (steps.Count / 150)) == 0))
        {
            using var again = New();
            step.LeaveTo(again);
            Assert.Equal((number, RunOutcome.Complete), (number, (await again.RunAsync()).Outcome));
            Assert.Equal(($"step {number}, {step.Name}", expected), ($"step {number}, {step.Name}", RunEnd.Of(again)));
        }
    }

    // Has the next run stop before a key, and gives what takes the target back to the moment when a file was done.
    private static Action ForgetfulFrom(EngineRun run, int file, long stopAt)
    {
        Action failOver = () => { };
        run.Options = new() { Writers = 1, RetryFor = TimeSpan.Zero };
        run.Target.History = MemoryHistory.New();
        run.Observer.OnPartCompleted = number => failOver = number == file ? run.Target.Remember() : failOver;
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(record => record.Key == stopAt));
        return () =>
        {
            run.Target.BeforeCommit = _ => { };
            failOver();
        };
    }

    private static EngineRun NewRun(bool names, params string[][] files) =>
        new(new MemorySource(files), EngineRun.InMemory) { Target = NewTarget(names) };

    private static SumTarget NewTarget(bool names) =>
        new() { References = new(record => record.Key >= 1000 ? record.Key - 1000 : null, names) };
}
