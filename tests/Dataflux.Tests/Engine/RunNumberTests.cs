using System.Text;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Replaying;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;

namespace Dataflux.Tests.Engine;

/// <summary>Runs have numbers, which are kept beside the checkpoint.</summary>
public class RunNumberTests
{
    private static readonly string[][] TwoFiles = [[EngineRun.Item(1, 10), EngineRun.Item(666, 1)], [EngineRun.Item(2, 20)]];

    [Theory]
    [InlineData(CheckpointPlace.Folder)]
    [InlineData(CheckpointPlace.Target)]
    public async Task Each_run_has_the_next_number_and_one_that_is_resumed_keeps_its_own(CheckpointPlace place)
    {
        using var run = Run(place);
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(r => r.Key == 2));
        var interrupted = await run.RunAsync();
        var afterIt = await HistoryAsync(run);
        run.Target.BeforeCommit = _ => { };

        var resumed = await run.RunAsync();
        var again = await run.RunAsync();

        Assert.Equal([1, 1, 2], [interrupted.Run, resumed.Run, again.Run]);
        Assert.Equal((1, RunOutcome.Failed, ExitCode.Failed), Told(Assert.Single(afterIt)));
        var history = await HistoryAsync(run);
        Assert.Equal(
            [(1, RunOutcome.Complete, ExitCode.CompleteWithRejects), (2, RunOutcome.Complete, ExitCode.CompleteWithRejects)],
            history.Select(Told));
        Assert.Equal([new(2, 0, 0), new(0, 0, 2)], history.Select(known => known.Counts.Records));
        Assert.All(
            history, known => Assert.Equal((run.Plan().Export.Id, "p1", "d1"), (known.ExportId, known.ProfileHash, known.DefinitionHash)));
        Assert.Contains(
            "\"run\": 2,", await File.ReadAllTextAsync(Path.Combine(run.Folder, "summary.json"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(CheckpointPlace.Folder)]
    [InlineData(CheckpointPlace.Target)]
    public async Task A_run_that_ended_before_its_first_file_was_done_goes_on_under_its_number_unless_something_changed(
        CheckpointPlace place)
    {
        using var run = Run(place);
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Count > 0);
        await run.RunAsync();
        var same = await run.RunAsync();
        run.ProfileHash = "p2";
        var corrected = await run.RunAsync();
        await ResetAsync(run);
        run.Target.BeforeCommit = _ => { };

        var afterReset = await run.RunAsync();

        Assert.Equal([1, 2, 3], [same.Run, corrected.Run, afterReset.Run]);
        Assert.Equal([(RunOutcome.Failed, true), (RunOutcome.Failed, true), (RunOutcome.Complete, false)],
            (await HistoryAsync(run)).Select(known => (known.Outcome!.Value, known.WasReset)));
    }

    [Theory]
    [InlineData(CheckpointPlace.Folder)]
    [InlineData(CheckpointPlace.Target)]
    public async Task A_run_that_adds_an_export_to_a_complete_chain_has_the_next_number(CheckpointPlace place)
    {
        using var run = Run(place);
        run.Source = new MemorySource([TwoFiles[0]]) { IsChain = true };
        var first = await run.RunAsync();
        run.Source = new MemorySource(TwoFiles[0], [EngineRun.Put(2, 20)]) { IsChain = true };
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(r => r.Key == 2));
        var interrupted = await run.RunAsync();
        run.Target.BeforeCommit = _ => { };

        var resumed = await run.RunAsync();

        Assert.Equal([1, 2, 2], [first.Run, interrupted.Run, resumed.Run]);
        Assert.Equal([1, 2], (await HistoryAsync(run)).Select(known => known.Run));
    }

    [Theory]
    [InlineData(CheckpointPlace.Folder, true)]
    [InlineData(CheckpointPlace.Folder, false)]
    [InlineData(CheckpointPlace.Target, true)]
    public async Task State_of_a_version_without_numbers_is_taken_over(CheckpointPlace place, bool complete)
    {
        using var run = Run(place);
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(!complete && records.Any(r => r.Key == 2));
        await run.RunAsync();
        run.Target.BeforeCommit = _ => { };
        await ForgetNumbersAsync(run);

        var taken = Assert.Single(await HistoryAsync(run));
        var next = await run.RunAsync();

        Assert.Equal((1L, complete ? RunOutcome.Complete : null, complete ? 3 : 2), (taken.Run, taken.Outcome, taken.Counts.Items));
        Assert.Equal(complete ? 2 : 1, next.Run);
        Assert.Equal(complete ? [1, 2] : [1], (await HistoryAsync(run)).Select(known => known.Run));
    }

    [Fact]
    public async Task A_replay_is_one_run_however_many_passes_it_takes()
    {
        using var run = Run(CheckpointPlace.Folder);
        await run.RunAsync();
        run.BadKey = -1;
        run.ProfileHash = "p2";
        using (var replay = await Replay.BeginAsync(run.Folder, "sums", run.Time, null, TestContext.Current.CancellationToken))
            Assert.Equal(2, (await replay.RunAsync(run.Profile(), run.Plan(), TestContext.Current.CancellationToken)).Run);

        Assert.Equal(3, (await run.RunAsync()).Run);
        Assert.Equal(
            [(RunKind.Migrate, 3), (RunKind.Replay, 1), (RunKind.Migrate, 3)],
            (await HistoryAsync(run)).Select(known => (known.Kind, known.Counts.Items)));
    }

    [Fact]
    public async Task A_run_that_ended_between_its_record_and_its_checkpoint_is_what_the_checkpoint_says()
    {
        using var run = Run(CheckpointPlace.Folder);
        await run.RunAsync();
        var text = await File.ReadAllTextAsync(run.Checkpoint, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            run.Checkpoint,
            text.Replace("\"complete\": true", "\"complete\": false", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        Assert.Null(Assert.Single(await HistoryAsync(run)).Outcome);
        Assert.Equal(1, (await run.RunAsync()).Run);
        Assert.Equal(RunOutcome.Complete, Assert.Single(await HistoryAsync(run)).Outcome);
    }

    private static EngineRun Run(CheckpointPlace place) =>
        new(new MemorySource(TwoFiles)) { Options = new() { Writers = 1, RetryFor = TimeSpan.Zero, Checkpoint = place } };

    private static (int Run, RunOutcome? Outcome, int? ExitCode) Told(RunRecord known) => ((int)known.Run, known.Outcome, known.ExitCode);

    private static Task<IReadOnlyList<RunRecord>> HistoryAsync(EngineRun run) =>
        RunHistory.ReadAsync(run.Folder, "sums", run.StateTarget, TestContext.Current.CancellationToken);

    private static async Task ResetAsync(EngineRun run)
    {
        if (run.StateTarget is { } target)
            await MigrationReset.InTargetAsync(target, "sums", TestContext.Current.CancellationToken);

        MigrationReset.InFolder(run.Folder, "sums", run.Time);
    }

    // As the version before wrote it: no numbers in the checkpoint, no history beside it.
    private static async Task ForgetNumbersAsync(EngineRun run)
    {
        File.Delete(Path.Combine(run.Folder, "runs.json"));
        if (run.StateTarget is null)
        {
            var text = await File.ReadAllTextAsync(run.Checkpoint, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(run.Checkpoint, WithoutNumber(text), TestContext.Current.CancellationToken);
            return;
        }

        await using var session = await run.Target.OpenSessionAsync(TestContext.Current.CancellationToken);
        await session.WriteAsync(
            _ => Task.CompletedTask,
            async (documents, _) =>
            {
                await documents.DeleteAsync("sums/runs");
                foreach (var (name, content) in await documents.ReadAsync("sums").ToListAsync(TestContext.Current.CancellationToken))
                    await documents.PutAsync("sums", name, Encoding.UTF8.GetBytes(WithoutNumber(Encoding.UTF8.GetString(content))));
            },
            TestContext.Current.CancellationToken);
    }

    private static string WithoutNumber(string checkpoint) =>
        checkpoint.Replace("\"number\": 1", "\"number\": 0", StringComparison.Ordinal);
}
