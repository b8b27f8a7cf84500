using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

public class ResumeTests
{
    [Fact]
    public async Task A_resumed_run_reads_only_the_files_that_are_not_done()
    {
        var source = new MemorySource([EngineRun.Item(1, 10)], [EngineRun.Item(2, -1)], [EngineRun.Item(3, 30)]);
        using var run = new EngineRun(source) { Options = new() { Writers = 1, RetryFor = TimeSpan.Zero } };
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(r => r.Key == 3));
        await run.RunAsync();
        Assert.Single(run.Rejects());
        source.Opened.Clear();
        run.Target.BeforeCommit = _ => { };

        var summary = await run.RunAsync();

        Assert.Equal(["data/002.json.gz"], source.Opened);
        Assert.Equal(3, summary.Counts.Items);
        Assert.Equal(1, summary.Counts.RejectedTotal);
        Assert.Single(run.Rejects());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(int.MaxValue)]
    public async Task Rejects_that_are_lost_or_cut_are_never_made_up_for(int missing)
    {
        var source = new MemorySource([EngineRun.Item(1, 10)], [EngineRun.Item(2, -1)], [EngineRun.Item(3, 30)]);
        using var run = new EngineRun(source) { Options = new() { Writers = 1, RetryFor = TimeSpan.Zero } };
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(r => r.Key == 3));
        await run.RunAsync();
        var rejects = new FileInfo(Path.Combine(run.Folder, "rejects.ndjson"));
        var checkpoint = File.ReadAllBytes(run.Checkpoint);
        if (missing > rejects.Length)
        {
            rejects.Delete();
        }
        else
        {
            using var cut = rejects.OpenWrite();
            cut.SetLength(cut.Length - missing);
        }

        run.Target.BeforeCommit = _ => { };

        var refused = await Assert.ThrowsAsync<StateException>(run.RunAsync);

        Assert.Contains("but the checkpoint counts on", refused.Message);
        Assert.Contains("restore the file, or start over with 'dataflux reset'", refused.Message);
        Assert.Equal(checkpoint, File.ReadAllBytes(run.Checkpoint));
        Assert.DoesNotContain(3, run.Target.Table.Keys);
    }

    [Fact]
    public async Task A_completed_migration_begins_again_and_finds_everything_unchanged()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10), EngineRun.Item(2, 20), EngineRun.Item(3, -1)]));
        await run.RunAsync();

        var again = await run.RunAsync();

        Assert.Equal(new(0, 0, 2), again.Counts.Records);
        Assert.Equal(3, again.Counts.Items);
        Assert.Single(run.Rejects());
    }

    [Fact]
    public async Task Interrupted_state_of_another_definition_is_refused_with_the_choice_spelled_out()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)], [EngineRun.Item(2, 20)]))
        {
            Options = new() { Writers = 1 },
        };
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(r => r.Key == 2));
        await run.RunAsync();
        run.Target.BeforeCommit = _ => { };
        run.DefinitionHash = "d2";

        var refused = await Assert.ThrowsAsync<StateException>(() => run.RunAsync());
        Assert.Contains("the definition (or its options) changed", refused.Message);
        Assert.Contains("--accept-changes", refused.Message);
        Assert.Contains("dataflux reset", refused.Message);

        run.Options = run.Options with { AcceptChanges = true };
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
    }

    [Fact]
    public async Task A_stop_finishes_the_batch_under_way_and_can_be_resumed()
    {
        var files = Enumerable.Range(0, 20).Select(file => new[] { EngineRun.Item(100 + file, file) }).ToArray();
        using var run = new EngineRun(new MemorySource(files)) { Options = new() { Writers = 1 } };
        using var stop = new CancellationTokenSource();
        run.Target.AfterCommit = records =>
        {
            if (records[0].Key == 105)
                stop.Cancel();
        };

        var interrupted = await run.RunUntilAsync(stop.Token);

        Assert.Equal(ExitCode.Interrupted, interrupted.ExitCode);
        Assert.Equal([100, 101, 102, 103, 104, 105], run.Target.Table.Keys);
        Assert.Equal(6, interrupted.PartsDone);
        var resumed = await run.RunAsync();
        Assert.Equal(20, resumed.Counts.Items);
        Assert.Equal(14, resumed.ItemsRead);
        Assert.Equal(20, run.Target.Table.Count);
    }
}
