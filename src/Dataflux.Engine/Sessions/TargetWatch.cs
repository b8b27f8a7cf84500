using Dataflux.Engine.Ground;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Plans;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Sessions;

/// <summary>
/// Binds a run to the state of its target: what earlier runs wrote is only relied on where the target still has it, and this run only
/// completes where the target still has all that was committed.
/// </summary>
internal sealed class TargetWatch(MigrationPlan plan, RunState state, TargetSessions target)
{
    private readonly string _owner = plan.Replayed is null ? TargetMarks.OwnerOf(plan.Name) : TargetMarks.OwnerOfReplay(plan.Name);
    private List<MarkedSession> _marked = [];
    private TargetHistory? _history;

    /// <summary>Refuses a target that is another one than that of the parts that are done. Comes before anything is written.</summary>
    /// <exception cref="StateException">It is.</exception>
    internal async Task CheckPlaceAsync(CancellationToken stop)
    {
        if (plan.Replayed is { IsTrusted: false, Checkpoint: { Target: not null } whole }
            && TargetComparison.OtherPlace(whole.Target, await target.HistoryAsync(stop)) is { } elsewhere)
        {
            throw ReplayRefusal([elsewhere]);
        }

        var found = state.Checkpoint;
        if (found is { Parts.Count: > 0, Target: not null } && !plan.Options.AcceptChanges
            && TargetComparison.OtherPlace(found.Target, await target.HistoryAsync(stop)) is { } other)
        {
            throw Refusal([other]);
        }
    }

    /// <summary>
    /// Takes what the target no longer has out of what is done, and begins to mark commits. The tables are prepared by now.
    /// </summary>
    /// <exception cref="StateException">What is missing cannot be written again without harm.</exception>
    internal async Task BeginAsync(CancellationToken stop)
    {
        if (plan.Target.Capabilities.History is null)
            return;

        // A standby cannot be marked: by the time that marks can be read and made, this is the server that will be written to.
        var (marks, readable) = await TryReadAsync(stop);
        _history = (await target.HistoryAsync(stop))!;
        foreach (var table in _history.Volatile)
            plan.Observer.Notice($"Table {table} is UNLOGGED: a crash of the server empties it, and everything is then read again");

        await CheckReplayedAsync(readable, stop);
        var resumed = state.Checkpoint.Parts.Count > 0;
        if (resumed)
            Compare(marks, readable);

        var lineage = state.Checkpoint.Lineage ?? Guid.NewGuid().ToString("N");
        var run = Math.Max(state.Checkpoint.Run, marks?.Marks.Run ?? 0) + 1;
        state.Bind(_history, lineage, run, readable ? () => Committed(run) : null);
        if (readable)
            await MarkAsync(lineage, run, marks, resumed, stop);
        else if (resumed)
            state.SaveNow();
    }

    /// <summary>Makes sure that the target still has everything, before the run is called complete.</summary>
    /// <exception cref="TargetException">It has not.</exception>
    internal Task VerifyAsync(CancellationToken stop) => LookAsync(TargetComparison.ChangedTables, stop);

    /// <summary>Takes down what the target is when the run is complete, after <c>onComplete</c>, which may have rewritten tables.</summary>
    /// <exception cref="TargetException">It lost commits meanwhile.</exception>
    internal async Task EndAsync(CancellationToken stop)
    {
        if (await LookAsync(TargetComparison.EmptiedTables, stop) is { } now)
            state.Bind(now);
    }

    // What the target is and which commits it has are seen one after the other. Where it was started again in between, both are looked at
    // once more.
    private async Task<TargetHistory?> LookAsync(Func<TargetHistory, TargetHistory, IEnumerable<string>> changes, CancellationToken stop)
    {
        var now = _history is null ? null : await target.HistoryAsync(stop);
        while (now is not null)
        {
            RefuseIf([.. changes(_history!, now), .. Moved(_history!, now)]);
            await VerifyMarksAsync(stop);
            if (await target.HistoryAsync(stop) is not { } then || (then.Start == now.Start && then.Timeline == now.Timeline))
                return now;

            now = then;
        }

        return null;
    }

    private IEnumerable<string> Moved(TargetHistory was, TargetHistory? now)
    {
        if (TargetComparison.OtherPlace(was, now) is { } other)
            yield return other;

        if (_marked.Count == 0 && TargetComparison.IsOtherTimeline(was, now))
        {
            yield return $"another server took over (timeline {now?.Timeline}, was {was.Timeline}), and which commits it has cannot "
                + "be known";
        }
    }

    private void RefuseIf(List<string> changed)
    {
        if (changed.Count > 0)
        {
            throw new TargetException(
                $"While this run wrote, {string.Join(" and ", changed)}: rows may be missing. Run the same command again, which "
                + (plan.Export.IsChain || plan.Replayed is not null ? "says what can be done" : "reads everything again"));
        }
    }

    private async Task VerifyMarksAsync(CancellationToken stop)
    {
        if (_marked.Count > 0)
        {
            var committed = Committed(state.Checkpoint.Run); // before the transaction that looks, which is marked too
            var found = await ReadMarksAsync(_owner, stop);
            if (found is null || found.Lineage != state.Checkpoint.Lineage || found.Marks.Run != committed.Run
                || !found.Marks.Include(committed))
            {
                throw MarkedSession.Forgotten();
            }
        }
    }

    private void Compare(TargetMarks? marks, bool readable)
    {
        var found = state.Checkpoint;
        if (found.Partitions is { Done: 0 })
            return; // everything lies on disk, nothing is in the target

        var reasons = TargetComparison.Doubts(found, found.Target, _history!, marks, readable).ToList();
        if (reasons.Count > 0 && plan.Options.AcceptChanges && plan.Replayed is null)
        {
            plan.Observer.Notice($"Going on with the {plan.Export.Terms.Parts} that are left, although {string.Join(" and ", reasons)}");
            state.Trust();
        }
        else if (reasons.Count > 0 && plan.Export.IsChain)
        {
            throw Refusal(reasons);
        }
        else if (reasons.Count > 0)
        {
            plan.Observer.Notice(
                $"Everything is read again, because the target may not have what was written: {string.Join(" and ", reasons)}");
            state.ForgetAll(plan);
        }
        else if (readable && TargetComparison.FirstLost(found, marks) is { } first)
        {
            var before = state.Checkpoint.Parts.Count;
            state.ForgetFrom(first, plan);
            plan.Observer.Notice(
                $"The target lost commits of {plan.Export.Terms.Parts} that were done (a fail-over, a crash, a restored backup): "
                + $"{before - state.Checkpoint.Parts.Count} {plan.Export.Terms.Parts} are read again");
        }
    }

    // A replay writes what was rejected, and nothing else: what is missing besides stays missing.
    private async Task CheckReplayedAsync(bool readable, CancellationToken stop)
    {
        if (plan.Replayed is not { IsTrusted: false, Checkpoint: { Target: { } was } whole })
            return;

        // A corrected profile may write other tables, and of the old ones nothing is known then.
        var tables = state.Checkpoint.ProfileHash == whole.ProfileHash
            ? was.Tables
            : was.Tables.RemoveRange(was.Tables.Keys.Except(_history!.Tables.Keys));
        var marks = readable ? await ReadMarksAsync(TargetMarks.OwnerOf(plan.Name), stop) : null;
        var reasons = TargetComparison.Doubts(whole, was with { Tables = tables }, _history!, marks, readable, orLost: true).ToList();
        if (reasons.Count > 0)
            throw ReplayRefusal(reasons);
    }

    private async Task<(TargetMarks? Marks, bool Readable)> TryReadAsync(CancellationToken stop)
    {
        try
        {
            return (await ReadMarksAsync(_owner, stop, and: ReadyAsync), true);
        }
        catch (TargetException e) when (e.IsNoPlaceForDocuments)
        {
            plan.Observer.Notice(
                $"Commits cannot be marked in the target ({e.Message}), so after a fail-over it is not known which of them were lost, and "
                + "everything is read again; the right to create the schema dataflux would change that");
            return (null, false);
        }
    }

    // A part that is done is marked in the transaction that says so, which counts itself only afterwards: marks and state have to be of one
    // moment.
    private async Task ReadyAsync(ITargetDocuments documents)
    {
        await documents.MakeAsync();
        await state.RefuseIfChangedAsync(documents);
    }

    private async Task<TargetMarks?> ReadMarksAsync(string owner, CancellationToken stop, Func<ITargetDocuments, Task>? and = null)
    {
        TargetMarks? marks = null;
        await target.KeepAsync(
            async documents =>
            {
                marks = await TargetMarks.ReadAsync(documents, owner);
                await (and?.Invoke(documents) ?? Task.CompletedTask);
            },
            stop);
        return marks;
    }

    // The checkpoint comes first: marks of a later run say that what an earlier one wrote was made sure of.
    private async Task MarkAsync(string lineage, long run, TargetMarks? before, bool resumed, CancellationToken stop)
    {
        if (resumed && !state.IsInTarget)
            state.SaveNow();

        var begun = new TargetMarks(lineage, new(run, [.. Enumerable.Repeat(0L, target.Count)]));
        await target.KeepAsync(
            async documents =>
            {
                // What was lost since the marks were compared would pass for there once these have taken their place.
                if (resumed && await TargetMarks.ReadAsync(documents, _owner) is var now && !TargetMarks.AreSame(now, before)
                    && !TargetMarks.AreSame(now, begun))
                {
                    throw MarkedSession.Forgotten();
                }

                if (resumed && state.IsInTarget)
                    await state.KeepAsync(documents);

                await TargetMarks.BeginAsync(documents, _owner, lineage, run, target.Count);
            },
            stop);
        if (resumed && state.IsInTarget)
            state.Kept();

        _marked = target.Mark((session, i) => new(session, _owner, i, lineage, run));
    }

    private CommitMarks Committed(long run) => new(run, [.. _marked.Select(session => session.Committed)]);

    private StateException Refusal(IReadOnlyList<string> reasons) => new(
        $"{state.Checkpoint.Parts.Count} {plan.Export.Terms.Parts} of '{plan.Name}' are done, but {string.Join(" and ", reasons)}. "
        + $"Either go on with the {plan.Export.Terms.Parts} that are left (--accept-changes: what is done counts as there), or start over "
        + "('dataflux reset', then run again)");

    private StateException ReplayRefusal(IReadOnlyList<string> reasons) => new(
        $"'{plan.Name}' was complete, but {string.Join(" and ", reasons)}. What was not rejected may be missing, and a replay does not "
        + "write it again. Either replay all the same (--accept-changes), or start over ('dataflux reset', then run again)");
}
