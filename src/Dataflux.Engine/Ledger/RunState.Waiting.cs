using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Ledger;

/// <content>Items that wait for a row that they refer to. They lie in <c>rejects.ndjson</c>, and are as durable as rejects.</content>
internal sealed partial class RunState
{
    /// <summary>The items that wait, with their parts.</summary>
    internal RejectSource WaitingItems() => new(StateFolder.Rejects(_folder), Checkpoint, StageNames.Waiting);

    /// <summary>What waits, with the keys that later records wait behind.</summary>
    internal IEnumerable<Reject> Waiting() => Counts.Waiting == 0
        ? []
        : RejectReader.Read(StateFolder.Rejects(_folder), Checkpoint.RejectsLength).Select(reject => reject.Reject)
            .Where(reject => reject.Stage == StageNames.Waiting);

    /// <summary>
    /// Puts what became of the items that waited in their place: rows are committed by now, and the pass's rejects are on disk.
    /// </summary>
    /// <param name="items">The items.</param>
    /// <param name="pass">The state of the pass.</param>
    /// <param name="inTarget">Runs a transaction in the target.</param>
    internal async Task SettleAsync(RejectSource items, RunState pass, Func<Func<ITargetDocuments, Task>, Task> inTarget)
    {
        var again = pass.Checkpoint;
        var settled = items.Settle(Checkpoint, again);
        var marks = _marks?.Invoke(); // of the pass's commits too
        var touched = settled.Partitions is null ? again.Parts.Keys.Where(settled.Parts.ContainsKey) : [];
        settled = settled with
        {
            Parts = settled.Parts.SetItems(touched.Select(name => KeyValuePair.Create(name, settled.Parts[name] with { Marks = marks }))),
            Partitions = settled.Partitions is { } partitions ? partitions with { Marks = marks } : null,
        };
        var rejects = StateFolder.Rejects(_folder);
        var lines = RejectReader.Read(rejects, Checkpoint.RejectsLength).Where(reject => reject.Reject.Stage != StageNames.Waiting)
            .Concat(RejectReader.Read(StateFolder.Rejects(pass._folder), again.RejectsLength))
            .Select(reject => reject.Line);
        Restart(new RejectReplacement(rejects, _store).Replace(lines, settled));
        if (_store.IsTransactional)
            await _store.KeepAsync(Checkpoint, inTarget, whole: true);
    }
}
