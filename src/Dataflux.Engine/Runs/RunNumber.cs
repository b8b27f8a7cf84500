using Dataflux.Engine.Ground;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sessions;

namespace Dataflux.Engine.Runs;

/// <summary>Gives a run its number, and keeps its record: before the first row is written, and when it ends.</summary>
internal sealed class RunNumber
{
    // Whatever made the run end has been waited for already.
    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(10);

    private readonly MigrationPlan _plan;
    private readonly TargetSessions _target;
    private readonly RunRecord _record;

    private RunNumber(MigrationPlan plan, TargetSessions target, RunRecord record) => (_plan, _target, _record) = (plan, target, record);

    /// <summary>The number.</summary>
    internal long Value => _record.Run;

    /// <summary>Whether the migration before was complete, and brought the same to the same place.</summary>
    internal bool RepeatsAComplete { get; private init; }

    /// <summary>Begins a run, or goes on with one that was interrupted.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="state">Its state, which takes the number.</param>
    /// <param name="target">The sessions, for state that is kept there.</param>
    /// <param name="stop">Stops the call.</param>
    internal static async Task<RunNumber> BeginAsync(MigrationPlan plan, RunState state, TargetSessions target, CancellationToken stop)
    {
        var store = Store(plan, target, stop);
        var stored = await store.ReadAsync();
        var runs = RunHistory.Known(stored, plan.Runs is { } place ? place.Whole : state.Found);
        var number = NumberOf(plan, state, runs);
        foreach (var known in runs.Except(stored).Where(run => run.Run != number))
            await store.PutAsync(known);

        var begun = new RunRecord
        {
            Run = number,
            Kind = KindOf(plan),
            StartedAt = runs.FirstOrDefault(run => run.Run == number)?.StartedAt ?? plan.Time.GetUtcNow(),
            ExportId = ExportOf(plan),
            DefinitionHash = plan.DefinitionHash,
            ProfileHash = state.Checkpoint.ProfileHash,
            Target = plan.Target.Location,
            UndoBytes = plan.KeepsImages ? 0 : null,
            Counts = state.Counts,
        };
        await store.PutAsync(begun);
        state.Number(number);
        return new(plan, target, begun)
        {
            RepeatsAComplete = runs.LastOrDefault(run => run.Run < number && run.Kind == KindOf(plan)) is
            {
                Outcome: RunOutcome.Complete, UndoneBy: null,
            }
            before && IsSame(before, plan, state) && (before.Target is null || before.Target == plan.Target.Location),
        };
    }

    /// <summary>
    /// Takes down that it is complete, before the checkpoint says so: what a target has lost until then is found out by what follows. Of
    /// the two the checkpoint is right (<see cref="RunHistory.Known"/>).
    /// </summary>
    internal Task CompleteAsync(RunSummary summary, CancellationToken stop) => PutAsync(summary, stop);

    /// <summary>Takes down how it ended, where it is not complete.</summary>
    internal async Task EndAsync(RunSummary summary)
    {
        if (summary.Outcome == RunOutcome.Complete)
            return;

        using var patience = new CancellationTokenSource(PatienceAtEnd);
        try
        {
            await PutAsync(summary, patience.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TargetException("the target does not answer", e);
        }
    }

    private async Task PutAsync(RunSummary summary, CancellationToken stop)
    {
        summary = _plan.Runs?.Earlier is { } earlier ? summary.After(earlier) : summary;
        await Store(_plan, _target, stop).PutAsync(_record with
        {
            UndoBytes = await _target.ImageBytesAsync(_record.Run, stop),
            EndedAt = summary.EndedAt,
            Outcome = summary.Outcome,
            ExitCode = summary.ExitCode,
            Error = summary.Error,
            Counts = summary.Counts,
            DeletesLeft = summary.DeletesLeft,
            NeverRead = summary.Coverage is { Fails: true } coverage ? coverage.Unread.Count : 0,
        });
    }

    private static long NumberOf(MigrationPlan plan, RunState state, IReadOnlyList<RunRecord> runs)
    {
        if ((plan.Runs?.Earlier?.Run ?? state.Checkpoint.Number) is > 0 and var given)
            return given;

        // Batches may be committed before a first part is done: that run too is gone on with.
        return runs.LastOrDefault(run => run.Kind == KindOf(plan)) is { IsOpen: true } last
            && (state.Checkpoint.Parts.Count > 0 || IsSame(last, plan, state))
            ? last.Run
            : Math.Max(runs.Count == 0 ? 0 : runs[^1].Run, state.Found?.Number ?? 0) + 1;
    }

    private static bool IsSame(RunRecord run, MigrationPlan plan, RunState state) =>
        run.ExportId == ExportOf(plan) && run.DefinitionHash == plan.DefinitionHash && run.ProfileHash == state.Checkpoint.ProfileHash;

    private static RunKind KindOf(MigrationPlan plan) => plan.Runs?.Kind ?? RunKind.Migrate;

    private static string ExportOf(MigrationPlan plan) => plan.Runs?.Whole?.ExportId ?? plan.Export.Id;

    private static IRunStore Store(MigrationPlan plan, TargetSessions target, CancellationToken stop) =>
        plan.Runs?.IsInTarget ?? plan.Options.Checkpoint == CheckpointPlace.Target
            ? new RunsInTarget(plan.Name, keep => target.KeepAsync(keep, stop))
            : new RunsInFolder(plan.Runs?.Folder ?? plan.StateFolder);
}
