using System.Threading.Channels;
using Dataflux.Engine.Comparing;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Pipeline;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;
using Dataflux.Engine.Sessions;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;
using Dataflux.Engine.Waiting;

namespace Dataflux.Engine;

/// <summary>
/// One run of a migration: source → parseItem → filter → groupRows → transform → batch → upsert → checkpoint.
/// </summary>
/// <remarks>
/// What holds at every moment: a part is done only after all its items were committed, skipped or rejected, in this order of
/// durability: rows committed, rejects flushed, checkpoint replaced. So a run that ends anywhere (a crash included) is
/// resumed by reading the parts that are not done again; upserts make that end in the same table.
/// Order: parts are read and grouped ahead by <c>readers</c>, but transformed and batched in part order; each record's key
/// belongs to one of the <c>writers</c>, which writes its batches in that order. The table is the same for every setting.
/// With <see cref="GroupScope.Export"/> a first phase (source → parseItem → filter → partition → checkpoint) brings the rows of
/// each key together on disk; the partitions then go the way that parts go otherwise.
/// </remarks>
/// <param name="plan">What to run.</param>
/// <param name="profile">The profile.</param>
/// <param name="checks">Compares batches; <see langword="null"/>: none is.</param>
/// <param name="rerun">Compares before anything is written, where it was before; <see langword="null"/>: it is written at once.</param>
internal sealed class Migration<TRow, TRecord>(MigrationPlan plan, Profile<TRow, TRecord> profile, BatchChecks? checks, Rerun? rerun)
    where TRecord : notnull
{
    private const int BatchesWaiting = 1;

    private readonly BatchChecks? _checks = checks;
    private readonly Rerun? _rerun = rerun;

    // A comparison only looks: nothing is prepared for writing, and the run has no number.
    private bool Writes => plan.Target is not IComparison;

    private ICheckpointStore CheckpointInFolder
    {
        get
        {
            var file = new CheckpointFile(StateFolder.Checkpoint(plan.StateFolder));
            return plan.Target is IComparison comparison ? new ComparedParts(comparison.Keep, file)
                : _checks is not null ? new ComparedParts(_checks.Keep, file)
                : _rerun is not null ? new ComparedParts(_rerun.Keep, file)
                : file;
        }
    }

    private int Readers => plan.Options.Limit is null ? plan.Options.Readers : 1;

    internal async Task<RunSummary> RunAsync(CancellationToken stop)
    {
        if (Writes)
            PlanDemands.Check(plan, profile.GroupKey is not null || profile.GroupRows is not null);

        ExportGrouping.Check(plan, profile.GroupKey?.KeyType);
        using var held = StateFolder.Lock(plan.StateFolder, plan.Name, plan.Time);
        var inFolder = plan.Options.Checkpoint == CheckpointPlace.Folder
            ? RunState.Open(plan, profile, CheckpointInFolder)
            : null;
        plan.Observer.Locked();
        var routing = RecordRouting<TRecord>.Of(profile, plan.Target.Capabilities);
        var writers = routing is null || plan.Target.Capabilities.IsAppendOnly ? 1 : plan.Options.Writers;
        await using var target = await TargetSessions.OpenAsync(plan, writers, stop);
        using var state = inFolder ?? RunState.Open(plan, profile, await target.LoadStateAsync(stop));
        var watch = new TargetWatch(plan, state, target);
        var startedAt = plan.Time.GetUtcNow();

        await watch.CheckPlaceAsync(stop);
        if (Writes)
            await target.BeginPublicationAsync(state.Checkpoint, stop);

        await target.RunAsync(TargetSessions.OnStart, Writes ? profile.OnStart : null, profile, stop);
        await target.PrepareAsync(profile, stop);
        await watch.BeginAsync(stop);
        var report = new RunReport(plan, profile, state, target.Count, startedAt);
        routing = NeedsOneWriter ? null : routing;
        await (_checks?.BeginAsync(profile, state.Checkpoint.Parts.Count > 0, stop) ?? Task.CompletedTask);
        var number = Writes ? await RunNumber.BeginAsync(plan, state, target, stop) : null;
        if (Writes && plan.KeepsImages)
            await target.KeepImagesAsync(number!.Value, stop);

        report.Started();
        var outcome = await report.Ending.WatchAsync(async () =>
        {
            await CompareFirstAsync(state, target, routing, report, number, stop);
            using var run = new RunScope<TRow, TRecord>(plan, profile, report.Progress)
            {
                Coverage = state.Coverage,
                Comparison = _rerun is { Writes: true } ? _rerun : _checks,
            };

            // By one writer: rows of one table that refer to each other are then in one batch, and not each half a batch behind the other.
            var waiting = new WaitingPasses<TRow, TRecord>(profile, run, state, target, report, (pass, passState, passReport, token) =>
                new Migration<TRow, TRecord>(pass.Plan, profile, checks: null, rerun: null).MigrateAsync(
                    pass, passState, target, routing: null, passReport, token));
            if (plan.Export.IsChain)
                await waiting.RunAsync(isLast: false, stop); // an interrupted run left some

            await MigrateAsync(run, state, target, routing, report, stop, behindEach: () => waiting.RunAsync(isLast: false, stop));
            if (plan.Options.Limit is null)
            {
                await waiting.RunAsync(isLast: true, stop);
                await (_rerun?.EndAsync() ?? ValueTask.CompletedTask);
                report.VerifyAgainstManifest();
                await watch.VerifyAsync(stop);
                report.Differences = await (_checks?.SettleAsync(stop) ?? Task.FromResult(0L));
                await target.RunAsync(TargetSessions.OnComplete, Writes ? profile.OnComplete : null, profile, stop);
                await watch.EndAsync(stop);
                report.Published = Writes ? await target.PublishAsync(state.Counts.Records, stop) : null;
                await (number?.CompleteAsync(report.Summarize(RunOutcome.Complete, target.Retries), stop) ?? Task.CompletedTask);
                KillPoint.At(KillPoint.BeforeComplete);
                await state.CompleteAsync(keep => target.KeepAsync(keep, stop));
                await (_checks?.CompleteAsync() ?? Task.CompletedTask);
                _rerun?.Complete();
                if (Writes)
                    await target.EndPublicationAsync(stop);
            }
        });

        if (Writes)
            await target.EndImagesAsync();

        return await report.CompletedAsync(outcome, target.Retries, summary => number?.EndAsync(summary) ?? Task.CompletedTask);
    }

    // A re-run of what a complete run has brought compares all parts, and then takes those out of what is done that it has to write.
    private async Task CompareFirstAsync(
        RunState state, TargetSessions target, RecordRouting<TRecord>? routing, RunReport report, RunNumber? number, CancellationToken stop)
    {
        if (_rerun is null || !await _rerun.BeginAsync(profile, state, number!.RepeatsAComplete, stop))
            return;

        try
        {
            using var run = new RunScope<TRow, TRecord>(plan, profile, report.Progress)
            {
                Coverage = state.Coverage,
                Comparison = _rerun,
            };
            await MigrateAsync(run, state, target, routing, report, stop);
            await _rerun.SettleAsync(stop);
        }
        catch (RerunGivenUpException e)
        {
            await _rerun.GiveUpAsync(e.Message);
        }

        report.Progress.StartOver(state.Counts);
    }

    /// <summary>Brings what is not done from the source into the target.</summary>
    /// <param name="run">The run.</param>
    /// <param name="state">What is done.</param>
    /// <param name="target">The sessions.</param>
    /// <param name="routing">Shares records among them.</param>
    /// <param name="report">The account.</param>
    /// <param name="stop">Ends the stages after the transactions under way.</param>
    /// <param name="behindEach">Comes behind each but the last export of a chain.</param>
    internal async Task MigrateAsync(
        RunScope<TRow, TRecord> run, RunState state, TargetSessions target, RecordRouting<TRecord>? routing, RunReport report,
        CancellationToken stop,
        Func<Task>? behindEach = null)
    {
        var left = new PartRuns<TRow>(plan, state, Readers, target.Count);
        if (state.Partitions is { } partitions)
        {
            await SpreadAsync(run, left.Parts(), partitions, report, stop);
            await MigrateAsync(run, left.Partitions(partitions), target, routing, report, stop);
            return;
        }

        var parts = left.Parts();
        if (behindEach is null || plan.Options.Limit is not null || !plan.Export.IsChain || !plan.Target.HasReferences)
        {
            await MigrateAsync(run, parts, target, routing, report, stop);
            return;
        }

        foreach (var link in parts.GroupBy(part => part.Part.Link))
        {
            await MigrateAsync(run, [.. link], target, routing, report, stop);
            await behindEach();
        }
    }

    // Keys that only the target calls equal; rows that stay in the order in which they come; and where records may wait, what an item gave
    // up must stay in one group with what it brings.
    private bool NeedsOneWriter =>
        plan.Target.HasLooseKeys
        || plan.Target.Capabilities.IsAppendOnly
        || (plan.Target.HasReferences && plan.Export.IsChain && profile.HasDeleteItem && !plan.SkipDeletes);

    private async Task MigrateAsync(
        RunScope<TRow, TRecord> run, List<PartRun<TRow>> parts, TargetSessions target, RecordRouting<TRecord>? routing, RunReport report,
        CancellationToken stop)
    {
        var batches = target.Sessions.Select(_ => NewBatchQueue()).ToArray();
        using var stages = new StageTasks(plan.Options.DrainFor, stop);

        var budget = new ItemBudget(plan.Options.Limit);
        for (var reader = 0; reader < Readers; reader++)
        {
            var (first, stage) = (reader, new GroupStage<TRow, TRecord>(run, budget));
            stages.Start(token => ReadAsync(parts, first, report, stage.RunAsync, token));
        }

        stages.Start(token => TransformAsync(run, parts, batches, routing, token));

        for (var writer = 0; writer < batches.Length; writer++)
        {
            var (queue, session) = (batches[writer].Reader, target.Sessions[writer]);
            session = run.Comparison is null ? session : await run.Comparison.OfAsync(session, writer, stop);
            stages.Start(token => new WriteStage<TRow, TRecord>(run, session, report).RunAsync(queue, token, stages.Drained));
        }

        await WhenAllAsync(stages, parts, report);
    }

    // The first phase of 'group: scope: export': the rows of all parts go to disk by their key. Parts are marked in their order.
    private async Task SpreadAsync(
        RunScope<TRow, TRecord> run, List<PartRun<TRow>> parts, ExportPartitions partitions, RunReport report, CancellationToken stop)
    {
        using var stages = new StageTasks(plan.Options.DrainFor, stop);
        for (var reader = 0; reader < Readers; reader++)
        {
            var first = reader;
            stages.Start(async token =>
            {
                using var stage = new SpreadStage<TRow, TRecord>(run, partitions);
                await ReadAsync(parts, first, report, stage.RunAsync, token);
            });
        }

        stages.Start(token => MarkSpreadAsync(parts, report, token));
        await WhenAllAsync(stages, parts, report);
    }

    private static async Task WhenAllAsync(StageTasks stages, List<PartRun<TRow>> parts, RunReport report)
    {
        try
        {
            await stages.WhenAllAsync();
        }
        catch (Exception e)
        {
            await report.LeaveAsync([.. parts.SelectMany(static part => part.Stretches)], e);
            throw;
        }
    }

    // Each reader has every n-th part.
    private async Task ReadAsync(
        List<PartRun<TRow>> parts, int first, RunReport report, Func<PartRun<TRow>, CancellationToken, Task> stage, CancellationToken stop)
    {
        for (var i = first; i < parts.Count; i += Readers)
        {
            report.Began(parts[i]);
            await stage(parts[i], stop);
        }
    }

    private static async Task MarkSpreadAsync(List<PartRun<TRow>> parts, RunReport report, CancellationToken stop)
    {
        foreach (var part in parts)
        {
            await part.Groups.Reader.Completion.WaitAsync(stop);
            await report.PartWrittenAsync(part, stop);
        }
    }

    private static async Task TransformAsync(
        RunScope<TRow, TRecord> run, List<PartRun<TRow>> parts, Channel<Batch<TRow, TRecord>>[] batches, RecordRouting<TRecord>? routing,
        CancellationToken stop)
    {
        var stage = new TransformStage<TRow, TRecord>(run, [.. batches.Select(queue => queue.Writer)], routing);
        foreach (var stretch in parts.SelectMany(static part => part.Stretches))
            await stage.RunAsync(stretch, stop);

        foreach (var queue in batches)
            queue.Writer.Complete();
    }

    private static Channel<Batch<TRow, TRecord>> NewBatchQueue() =>
        Channel.CreateBounded<Batch<TRow, TRecord>>(new BoundedChannelOptions(BatchesWaiting) { SingleReader = true, SingleWriter = true });
}
