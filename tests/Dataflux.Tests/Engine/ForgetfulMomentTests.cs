using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Replaying;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

/// <summary>A target that forgets at the moments between the looks at it, and before a replay.</summary>
public class ForgetfulMomentTests
{
    private static readonly string[][] Files =
    [
        [EngineRun.Item(1, 10), EngineRun.Item(2, 20)],
        [EngineRun.Item(3, 30), EngineRun.Item(666, 1)],
        [EngineRun.Item(5, 50)],
    ];

    private static readonly Sum[] Kept = [new(1, 1, 10), new(2, 1, 20), new(3, 1, 30), new(5, 1, 50)];

    [Theory]
    [InlineData(CheckpointPlace.Folder)]
    [InlineData(CheckpointPlace.Target)]
    public async Task Commits_that_are_lost_after_the_marks_were_compared_and_before_new_ones_are_made_are_not_counted_as_there(
        CheckpointPlace place)
    {
        using var run = NewRun(place);
        var earlier = run.Target.Remember();
        run.Observer.OnPartCompleted = number => earlier = number == 1 ? run.Target.Remember() : earlier;
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(record => record.Key == 5));
        Assert.Equal(2, (await run.RunAsync()).PartsDone);
        var looks = 0;
        var makesMarks = place == CheckpointPlace.Folder ? 2 : 3; // the state is read before them
        run.Options = run.Options with { RetryFor = TimeSpan.FromMinutes(1) };
        run.Target.BeforeCommit = records =>
        {
            if (records.Count == 0 && ++looks == makesMarks)
            {
                earlier();
                SumTarget.AwayWhile(true);
            }
        };

        var refused = await Assert.ThrowsAsync<TargetException>(run.RunAsync);

        Assert.Contains("does not have a commit", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal(Kept, run.Target.Table.Values);
    }

    [Fact]
    public async Task A_file_whose_last_commit_is_lost_after_the_state_was_read_and_before_the_marks_are_is_not_counted_as_done()
    {
        using var run = NewRun(CheckpointPlace.Target);
        var earlier = run.Target.Remember();
        run.Observer.OnPartCompleted = number => earlier = number == 1 ? run.Target.Remember() : earlier;
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(record => record.Key == 5));
        Assert.Equal(2, (await run.RunAsync()).PartsDone);
        var looks = 0;
        run.Options = run.Options with { RetryFor = TimeSpan.FromMinutes(1) };
        run.Target.BeforeCommit = records =>
        {
            if (records.Count == 0 && ++looks == 2)
            {
                earlier();
                SumTarget.AwayWhile(true);
            }
        };

        var refused = await Assert.ThrowsAsync<StateException>(run.RunAsync);

        Assert.Contains("is not what it was a moment ago", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal(Kept, run.Target.Table.Values);
    }

    [Fact]
    public async Task A_failure_that_will_pass_or_be_mended_does_not_have_a_run_go_on_without_marks()
    {
        using var run = NewRun(CheckpointPlace.Folder);
        run.Target.BeforeCommit = _ => throw new InvalidOperationException("no space left on device");

        var stopped = await Assert.ThrowsAsync<TargetException>(run.RunAsync);

        Assert.Equal("no space left on device", stopped.Message);
        Assert.Empty(run.Observer.Notices);
    }

    [Fact]
    public async Task An_unlogged_table_that_is_emptied_after_the_last_batch_does_not_end_complete()
    {
        using var run = NewRun(CheckpointPlace.Folder);
        run.Target.History = MemoryHistory.New() with { Volatile = ["thing"] };
        var isWritten = false;
        run.Observer.OnPartCompleted = number => isWritten |= number == Files.Length;
        var looks = 0;
        run.Target.BeforeHistory = () =>
        {
            // The first look after the last batch finds everything, the second one a server that was started again.
            if (isWritten && ++looks == 2)
            {
                run.Target.Table.Clear();
                run.Target.History = run.Target.History! with { Start = "again" };
            }
        };

        var summary = await run.RunAsync();

        Assert.Equal(ExitCode.Failed, summary.ExitCode);
        Assert.Contains("UNLOGGED", summary.Error, StringComparison.Ordinal);
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal(Kept, run.Target.Table.Values);
    }

    [Theory]
    [InlineData("truncated", "table thing was truncated")]
    [InlineData("lost", "the target lost commits")]
    [InlineData("elsewhere", "database was dropped and created again")]
    public async Task A_replay_is_refused_where_the_target_does_not_have_what_was_not_rejected(string change, string said)
    {
        using var run = NewRun(CheckpointPlace.Folder);
        var earlier = run.Target.Remember();
        run.Observer.OnPartCompleted = number => earlier = number == 1 ? run.Target.Remember() : earlier;
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        switch (change)
        {
            case "truncated":
                run.Target.Table.Clear();
                run.Target.History = MemoryHistory.New(table: "other");
                break;
            case "lost":
                earlier();
                break;
            default:
                run.Target.Table.Clear();
                run.Target.History = MemoryHistory.New() with { Database = "2" };
                break;
        }

        (run.BadKey, run.ProfileHash) = (-1, "p2");
        var table = run.Target.Table.Values.ToList();
        var refused = await Assert.ThrowsAsync<StateException>(() => ReplayAsync(run));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Contains("--accept-changes", refused.Message, StringComparison.Ordinal);
        Assert.Contains("dataflux reset", refused.Message, StringComparison.Ordinal);
        Assert.Equal(table, run.Target.Table.Values);
        run.Options = run.Options with { AcceptChanges = true };
        Assert.Equal(RunOutcome.Complete, (await ReplayAsync(run)).Outcome);
        Assert.Equal([.. table, new(666, 1, 1)], run.Target.Table.Values);
    }

    [Fact]
    public async Task Files_that_were_said_to_be_there_are_doubted_again_after_a_fail_over()
    {
        using var run = NewRun(CheckpointPlace.Folder);
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(record => record.Key == 3));
        Assert.Equal(1, (await run.RunAsync()).PartsDone);
        run.Target.History = MemoryHistory.New(table: "other");
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(record => record.Key == 5));
        run.Options = run.Options with { AcceptChanges = true };
        Assert.Equal(2, (await run.RunAsync()).PartsDone);
        run.Options = run.Options with { AcceptChanges = false };
        run.Target.BeforeCommit = _ => { };
        run.Target.Table.Remove(1);
        run.Target.History = run.Target.History with { Timeline = "2" };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 5), (summary.Outcome, summary.ItemsRead));
        Assert.Equal(Kept, run.Target.Table.Values);
        Assert.Contains(run.Observer.Notices, notice => notice.Contains("another server took over", StringComparison.Ordinal));
    }

    private static EngineRun NewRun(CheckpointPlace place)
    {
        var run = new EngineRun(new MemorySource(Files)) { Options = new() { Writers = 1, RetryFor = TimeSpan.Zero, Checkpoint = place } };
        run.Target.History = MemoryHistory.New();
        return run;
    }

    private static async Task<RunSummary> ReplayAsync(EngineRun run)
    {
        using var replay = await Replay.BeginAsync(
            run.Folder, "sums", TimeProvider.System, run.StateTarget, TestContext.Current.CancellationToken);
        return await replay.RunAsync(run.Profile(), run.Plan(), TestContext.Current.CancellationToken);
    }
}
