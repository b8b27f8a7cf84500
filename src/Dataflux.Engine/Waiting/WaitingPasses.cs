using Dataflux.Engine.Contract;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Pipeline;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Sessions;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Waiting;

/// <summary>
/// Writes what waits for rows that it refers to: pass after pass, each a small migration of the waiting items over the run's own sessions,
/// until one brings nothing more. What then is left goes on waiting for the next export of a chain, and is rejected after the last one.
/// </summary>
/// <remarks>
/// What a pass leaves takes the place of what waited before together with the checkpoint (<see cref="RejectReplacement"/>). A pass that is
/// killed before that is begun again, which is harmless because upserts are.
/// </remarks>
internal sealed class WaitingPasses<TRow, TRecord>
    where TRecord : notnull
{
    private readonly MigrationPlan _plan;
    private readonly Profile<TRow, TRecord> _profile;
    private readonly RunScope<TRow, TRecord> _run;
    private readonly RunState _state;
    private readonly TargetSessions _target;
    private readonly RunReport _report;
    private readonly Func<RunScope<TRow, TRecord>, RunState, RunReport, CancellationToken, Task> _migrate;
    private ulong _salt;
    private long _counted;

    /// <param name="profile">The profile.</param>
    /// <param name="run">The run that they belong to.</param>
    /// <param name="state">Its state, which has what waits.</param>
    /// <param name="target">The sessions.</param>
    /// <param name="report">The run's account.</param>
    /// <param name="migrate">Brings the items of a pass into the target, with its own scope, state and account.</param>
    internal WaitingPasses(
        Profile<TRow, TRecord> profile, RunScope<TRow, TRecord> run, RunState state, TargetSessions target, RunReport report,
        Func<RunScope<TRow, TRecord>, RunState, RunReport, CancellationToken, Task> migrate)
    {
        _migrate = migrate;
        (_plan, _profile, _run, _state, _target, _report) = (run.Plan, profile, run, state, target, report);
        StateFolder.DeleteFolder(StateFolder.Waiting(_plan.StateFolder)); // of a pass that a crash left behind
        HoldBack();
    }

    /// <summary>Does as many passes as bring something.</summary>
    /// <param name="isLast">Whether nothing more comes, so that what is left is rejected.</param>
    /// <param name="stop">Ends the passes after the transactions under way.</param>
    internal async Task RunAsync(bool isLast, CancellationToken stop)
    {
        _report.Waited += _state.Counts.Waiting - _counted;
        while (_state.Counts.Waiting is > 0 and var waiting)
        {
            await PassAsync(WaitMode.Search, stop);
            if (_state.Counts.Waiting == waiting)
                break;
        }

        if (isLast && _state.Counts.Waiting > 0)
            await PassAsync(WaitMode.Reject, stop);

        _counted = _state.Counts.Waiting;
        HoldBack();
    }

    private async Task PassAsync(WaitMode mode, CancellationToken stop)
    {
        var waiting = _state.Counts.Waiting;
        var items = _state.WaitingItems();
        var below = StateFolder.Waiting(_plan.StateFolder);
        StateFolder.DeleteFolder(below);
        StateFolder.MakePrivate(below);
        _plan.Observer.PassStarted(++_report.WaitingPasses, waiting);
        var plan = _plan with
        {
            Source = items,
            Export = items.Open(),
            StateFolder = below,
            Coverage = null,
            Observer = new PassObserver(_plan.Observer),
            Options = _plan.Options.ForPass() with { Waits = mode },
        };
        using (var state = RunState.Open(plan, _profile, new CheckpointFile(StateFolder.Checkpoint(below))))
        {
            var report = new RunReport(plan, _profile, state, _target.Count, plan.Time.GetUtcNow());
            using var run = new RunScope<TRow, TRecord>(plan, _profile, report.Progress)
            {
                Tally = _run.Tally,
                Whole = _run.Progress,
                WaitingKeys = new(++_salt),
                Contested = _run.Contested,
                Comparison = _run.Comparison,
            };

            await _migrate(run, state, report, stop);
            report.VerifyAgainstManifest();
            await _state.SettleAsync(items, state, keep => _target.KeepAsync(keep, stop));
            _run.Progress.Passed(waiting, report.Progress);
            _plan.Observer.PassCompleted(_report.WaitingPasses, state.Counts);
            state.Partitions?.Delete();
        }

        StateFolder.DeleteFolder(below);
    }

    // Records of the next export must not overtake what waits.
    private void HoldBack()
    {
        var keys = new WaitingKeys(++_salt);
        foreach (var key in _state.Waiting().SelectMany(static waiting => waiting.WaitingKeys ?? []))
            keys.Add(key);

        _run.WaitingKeys = keys;
    }
}
