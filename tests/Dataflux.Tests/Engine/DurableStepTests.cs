using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Replaying;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;
using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

/// <summary>
/// The power fails at every durable step of a run, a run after a completed one, a replay and a reset. What it leaves is a copy of the state
/// folder and the table at that step; whatever is done with it next ends where it ends when nothing fails.
/// </summary>
public sealed class DurableStepTests
{
    private static readonly string[][] Files =
    [
        [EngineRun.Item(1, 10), EngineRun.Item(666, 1), "not json", EngineRun.Item(3, -5), EngineRun.Item(2, 2)],
        [EngineRun.Item(4, 40), EngineRun.Item(1100, 1), EngineRun.Item(666, 4), EngineRun.Item(13, 1)],
        [EngineRun.Item(5, 50), EngineRun.Item(1, 5), EngineRun.Item(666, 7), EngineRun.Item(6, -6)],
    ];

    [Theory]
    [InlineData(GroupScope.File)]
    [InlineData(GroupScope.Export)]
    public async Task A_run_ends_as_if_the_power_had_not_failed(GroupScope scope)
    {
        using var run = NewRun(scope);
        var steps = await PowerFailure.OfAsync(run, run.RunAsync);
        var expected = RunEnd.Of(run);
        Assert.InRange(
            steps.Count(step => step.Name == KillPoint.AfterCheckpoint), Files.Length + (scope == GroupScope.File ? 2 : 4), int.MaxValue);

        await ForEachAsync(steps, scope, RunToItsEndAsync, expected);
    }

    [Theory]
    [InlineData(GroupScope.File)]
    [InlineData(GroupScope.Export)]
    public async Task A_run_after_a_completed_one_never_passes_for_it(GroupScope scope)
    {
        using var run = NewRun(scope);
        await run.RunAsync();
        var expected = RunEnd.Of(run);
        var steps = await PowerFailure.OfAsync(run, run.RunAsync);
        Assert.Contains(steps, step => step.Name == KillPoint.InRejects);

        await ForEachAsync(steps, scope, async again =>
        {
            // A replay has all rejects of the old run or of the new one, or says that there is no completed run.
            try
            {
                await ReplayAsync(again);
                Assert.Equal(expected with { Table = "" }, RunEnd.Of(again) with { Table = "" });
            }
            catch (StateException e)
            {
                Assert.Contains("has not been migrated completely", e.Message);
            }

            return await RunToItsEndAsync(again);
        }, expected);
    }

    [Theory]
    [InlineData(GroupScope.File)]
    [InlineData(GroupScope.Export)]
    public async Task A_replay_is_begun_again_or_finished(GroupScope scope)
    {
        using var run = NewRun(scope);
        await run.RunAsync();
        Correct(run);
        var steps = await PowerFailure.OfAsync(run, () => ReplayAsync(run));
        var expected = RunEnd.Of(run);
        Assert.Contains(steps, step => step.Name == KillPoint.AfterReplacement);

        await ForEachAsync(steps, scope, async again =>
        {
            Correct(again);
            await ReplayAsync(again);
            return RunEnd.Of(again);
        }, expected);
        await ForEachAsync(steps, scope, async again =>
        {
            Correct(again);
            return await RunToItsEndAsync(again);
        }, expected);
    }

    [Theory]
    [InlineData(GroupScope.File, 1)]
    [InlineData(GroupScope.File, 2)]
    [InlineData(GroupScope.Export, 2)]
    public async Task A_reset_leaves_what_a_run_begins_with_or_goes_on_with(GroupScope scope, int filesDone)
    {
        using var undisturbed = NewRun(scope);
        await undisturbed.RunAsync();
        using var run = NewRun(scope);
        if (scope == GroupScope.Export)
        {
            // Files are marked beside the reading of the next ones.
            var marked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            run.Observer.OnPartCompleted = number => _ = number < filesDone || marked.TrySetResult();
            run.Source.Broken = $"data/{filesDone:D3}.json.gz";
            run.Source.BeforeBroken = marked.Task;
        }
        else
        {
            run.Options = run.Options with { RetryFor = TimeSpan.Zero };
            run.Target.AfterCommit = records => SumTarget.AwayWhile(records.Any(record => record.Key == (filesDone == 1 ? 4 : 5)));
        }

        Assert.Equal(filesDone, (await run.RunAsync()).PartsDone);
        var steps = await PowerFailure.OfAsync(run, () =>
        {
            MigrationReset.InFolder(run.Folder, "sums", TimeProvider.System);
            return Task.CompletedTask;
        });
        Assert.True(steps.Count >= 4, $"only {steps.Count} steps");

        await ForEachAsync(steps, scope, RunToItsEndAsync, RunEnd.Of(undisturbed));
    }

    private static async Task<RunEnd> RunToItsEndAsync(EngineRun run)
    {
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        return RunEnd.Of(run);
    }

    private static async Task ForEachAsync(
        IReadOnlyList<PowerFailure> steps, GroupScope scope, Func<EngineRun, Task<RunEnd>> goOn, RunEnd expected)
    {
        foreach (var (step, number) in steps.Select((step, i) => (step, i)))
        {
            using var again = NewRun(scope);
            step.LeaveTo(again);
            var name = $"step {number}, {step.Name}";
            Assert.Equal((name, expected), (name, await goOn(again)));
        }
    }

    private static EngineRun NewRun(GroupScope scope)
    {
        var run = new EngineRun(new MemorySource(Files), EngineRun.InMemory)
        {
            Options = new() { Writers = 1, BatchSize = 2, GroupScope = scope, GroupMemory = 400 },
        };
        run.Source.FileSize = scope == GroupScope.Export ? 10 : null;
        run.Target.BeforeCommit = records =>
        {
            if (run.ProfileHash == "p1" && records.Any(record => record.Key == 1100))
                throw new ArgumentException("check constraint");
        };
        return run;
    }

    private static void Correct(EngineRun run) => (run.BadKey, run.ProfileHash) = (-1, "p2");

    private static async Task ReplayAsync(EngineRun run)
    {
        using var replay = await Replay.BeginAsync(
            run.Folder, "sums", TimeProvider.System, stateTarget: null, TestContext.Current.CancellationToken);
        Assert.Equal(
            RunOutcome.Complete, (await replay.RunAsync(run.Profile(), run.Plan(), TestContext.Current.CancellationToken)).Outcome);
    }
}
