using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Replaying;

/// <summary>
/// Runs the rejected items of a completed migration once more, and keeps those that still fail. Holds the migration's lock
/// until it is disposed.
/// </summary>
/// <remarks>
/// It is a small migration of its own, with its own state below the migration's. Until that is complete the migration's rejects are
/// not touched: a replay that is killed is begun again or resumed, which is harmless because upserts are. Then what remains takes
/// the place of the rejects together with the corrected account (<see cref="RejectReplacement"/>).
/// </remarks>
public sealed class Replay : IDisposable
{
    private readonly string _folder;
    private readonly RunLock _lock;
    private readonly ICheckpointStore _store;
    private RejectSource _source;
    private Checkpoint _checkpoint;

    private Replay(string folder, RunLock held, ICheckpointStore store, Checkpoint checkpoint)
    {
        _folder = folder;
        _lock = held;
        _store = store;
        _checkpoint = checkpoint;
        _source = new RejectSource(StateFolder.Rejects(folder), checkpoint);
        Export = _source.Open();
    }

    /// <summary>The rejected items, as an export of the original's time.</summary>
    public Export Export { get; private set; }

    /// <summary>Reads <see cref="Export"/>.</summary>
    public ISource Source => _source;

    /// <summary>The account of the whole migration; after <see cref="RunAsync"/> with the replayed items in their new places.</summary>
    public RunCounts Counts => _checkpoint.Counts;

    /// <summary>Begins a replay.</summary>
    /// <param name="folder">The migration's state folder.</param>
    /// <param name="name">The migration's name.</param>
    /// <param name="time">Where the time comes from.</param>
    /// <param name="stateTarget">
    /// The target, where it keeps the state; disposed by its owner. <see langword="null"/>: the folder does.
    /// </param>
    /// <param name="stop">Stops the call.</param>
    /// <exception cref="StateException">
    /// The migration is running, is not complete, its state is damaged, or it is a chain of which later exports were applied after a
    /// reject.
    /// </exception>
    /// <exception cref="TargetException">The target that keeps the state cannot be reached.</exception>
    public static async Task<Replay> BeginAsync(
        string folder, string name, TimeProvider time, ITargetConnection? stateTarget, CancellationToken stop)
    {
        var held = StateFolder.Lock(folder, name, time);
        try
        {
            var (store, checkpoint) = await CompletedRun.LoadAsync(folder, name, stateTarget, "replay what it rejected", stop);
            RefuseOlderStates(name, checkpoint);
            return new Replay(folder, held, store, checkpoint);
        }
        catch (Exception e)
        {
            held.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw StateFolder.Unusable(folder, e);

            throw;
        }
    }

    /// <summary>
    /// Runs the rejected items; when all of them have found their place, keeps the rest as the migration's rejects. What is left may have
    /// waited for something that was just written (the row it refers to, say): so it is run again, until a pass brings nothing more.
    /// </summary>
    /// <param name="profile">The profile as it is now.</param>
    /// <param name="plan">The migration's plan; its source, export and state are replaced by the replay's own.</param>
    /// <param name="stop">Asks the run to finish its current batches, save and return.</param>
    /// <returns>The summary of the replay alone.</returns>
    /// <exception cref="StateException">The target may not have what was not rejected.</exception>
    /// <exception cref="DatafluxException">The run could not begin.</exception>
    public async Task<RunSummary> RunAsync(Profile profile, MigrationPlan plan, CancellationToken stop)
    {
        var summary = await PassAsync(profile, plan, earlier: null, stop);
        var last = summary;
        while (last is { Outcome: RunOutcome.Complete, Counts: { Kept: > 0, RejectedTotal: > 0 } })
        {
            _source = new RejectSource(StateFolder.Rejects(_folder), _checkpoint);
            Export = _source.Open();
            last = await PassAsync(profile, plan, summary, stop);
            summary = last.After(summary);
        }

        return summary;
    }

    private async Task<RunSummary> PassAsync(Profile profile, MigrationPlan plan, RunSummary? earlier, CancellationToken stop)
    {
        var below = StateFolder.Replay(_folder);
        var summary = await MigrationStart.RunAsync(
            profile,
            plan with
            {
                Source = _source,

                // Another script or definition makes another export, so that an interrupted replay of the old one is not resumed.
                Export = Export with { Id = $"{Export.Id} {profile.Hash} {plan.DefinitionHash}" },
                StateFolder = below,
                Coverage = null,
                Replayed = new(_checkpoint, plan.Options.AcceptChanges),
                Runs = new(RunKind.Replay, _folder, plan.Options.Checkpoint == CheckpointPlace.Target, _checkpoint) { Earlier = earlier },
                Options = plan.Options.ForWritingAgain(),
            },
            stop);
        if (summary.Outcome == RunOutcome.Complete)
            await KeepAsync(below, plan.Target);

        return summary;
    }

    /// <summary>Gives the migration free.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>
    /// What a later export of a chain brought may be a newer state of a rejected item, or its deletion; only the whole chain, in its
    /// order, ends in the newest. Within one export every key occurs once, so the rejects of the last one are safe.
    /// </summary>
    private static void RefuseOlderStates(string name, Checkpoint checkpoint)
    {
        var rejected = checkpoint.Parts.FirstOrDefault(static part => part.Value is { IsStream: true, Counts.RejectedTotal: > 0 });
        if (rejected.Value is { Counts.RejectedTotal: var count })
        {
            throw new StateException(
                $"'{name}' follows its source, and {count} of its changes were rejected: a replay could bring older states over those that "
                + "came behind them. Correct the profile or the target, and have the source write these rows once more (an UPDATE that "
                + "sets a column to itself), or begin again with what it has now (see the page of the source)");
        }

        var last = checkpoint.Parts.Values.Where(part => part.Counts.Items > 0).Select(part => part.Link).DefaultIfEmpty().Max();
        var older = checkpoint.Parts.Where(part => part.Value.Link < last && part.Value.Counts.RejectedTotal > 0).ToList();
        if (older.Count > 0)
        {
            throw new StateException(
                $"'{name}' is a chain of exports, and later ones were applied after {older.Sum(part => part.Value.Counts.RejectedTotal)} "
                + $"rejected items (the first in {older[0].Key}): a replay could bring older states over newer ones. Correct the profile "
                + $"or the target, then apply the whole chain again: dataflux reset {name}, dataflux migrate {name}");
        }
    }

    private async Task KeepAsync(string below, ITargetConnection target)
    {
        try
        {
            var replayed = new CheckpointFile(StateFolder.Checkpoint(below)).Load()!;
            var remaining = RejectReader.Read(StateFolder.Rejects(below), replayed.RejectsLength).Select(reject => reject.Line);
            _checkpoint = new RejectReplacement(StateFolder.Rejects(_folder), _store)
                .Replace(remaining, _source.Settle(_checkpoint, replayed) with { Target = replayed.Target ?? _checkpoint.Target });
            if (_store.IsTransactional)
                await _store.ReplaceAsync(_checkpoint, work => StateInTarget.InTransactionAsync(target, work, CancellationToken.None));

            StateFolder.DeleteFolder(below);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException(
                $"everything was replayed, but what remains could not be kept: {StateFolder.Failure(_folder, e)}; replaying again changes "
                + "nothing twice", e);
        }
    }
}
