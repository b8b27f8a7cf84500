using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Verifying;

/// <summary>
/// Writes the rows of some keys as the whole export leaves them: a run with its own number and its own state below the migration's, over
/// the ordinary way to the target, which leaves out all other rows. A repair that is killed is begun again with what still differs.
/// </summary>
internal sealed class Repair
{
    private readonly Profile _profile;
    private readonly MigrationPlan _plan;
    private readonly CompletedRun _whole;

    private Repair(Profile profile, MigrationPlan plan, CompletedRun whole) => (_profile, _plan, _whole) = (profile, plan, whole);

    /// <summary>Loads the state of the migration.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="plan">The migration's plan; its lock is held.</param>
    /// <param name="stateTarget">The target, where it keeps the state; <see langword="null"/>: the folder does.</param>
    /// <param name="stop">Stops the call.</param>
    /// <exception cref="StateException">The migration is not complete, or its state is damaged.</exception>
    /// <exception cref="TargetException">The target that keeps the state cannot be reached.</exception>
    internal static async Task<Repair> OfAsync(
        Profile profile, MigrationPlan plan, ITargetConnection? stateTarget, CancellationToken stop) =>
        new(profile, plan, await CompletedRun.LoadAsync(plan.StateFolder, plan.Name, stateTarget, "repair what differs", stop));

    /// <summary>Repairs.</summary>
    /// <param name="keys">The hashes of the rows' keys.</param>
    /// <param name="stop">Asks the run to finish its current batches and return.</param>
    /// <exception cref="DatafluxException">The run could not begin.</exception>
    internal async Task<RunSummary> RunAsync(IReadOnlySet<ulong> keys, CancellationToken stop)
    {
        var below = StateFolder.Repair(_plan.StateFolder);
        StateFolder.DeleteFolder(below);
        StateFolder.MakePrivate(below);
        _plan.Target.Capabilities.ToCompare().WriteOnly(keys);
        var summary = await MigrationStart.RunAsync(
            _profile,
            _plan with
            {
                StateFolder = below,
                Coverage = null,
                Replayed = new(_whole.Checkpoint, IsTrusted: true) { IsWhole = true },
                Runs = new(RunKind.Repair, _plan.StateFolder, _plan.Options.Checkpoint == CheckpointPlace.Target, _whole.Checkpoint),
                Options = _plan.Options.ForWritingAgain(),
            },
            stop);
        if (summary.Outcome == RunOutcome.Complete)
            await KeepAsync(below, stop);

        return summary;
    }

    // The steps of the profile may have made tables again.
    private async Task KeepAsync(string below, CancellationToken stop)
    {
        var repaired = new CheckpointFile(StateFolder.Checkpoint(below)).Load()!;
        var checkpoint = _whole.Checkpoint with { Target = repaired.Target ?? _whole.Checkpoint.Target };
        await _whole.Store.ReplaceAsync(checkpoint, work => StateInTarget.InTransactionAsync(_plan.Target, work, stop));

        if (repaired.Counts.RejectedTotal == 0)
            StateFolder.DeleteFolder(below);
    }
}
