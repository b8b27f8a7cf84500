using System.Collections.Concurrent;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Rows;
using Dataflux.Profiles;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// The keys that one item of an incremental export gave up and another one took over. In which order the two come is an accident of the
/// export, so such a record is not deleted: the item that has the key now writes over it.
/// </summary>
/// <remarks>
/// Found by reading the export through the script, once for what is given up and, if there is any, once more for what is written. Only
/// asked where an old image names a record that the item's keys do not, which few profiles have; so a resumed run and a pass over what
/// waits find the same. A replay has the rejected items only, and so takes all that may be another item's for that.
/// </remarks>
/// <param name="plan">The plan of the migration, not that of a pass.</param>
/// <param name="profile">The profile.</param>
/// <param name="progress">Told of retries.</param>
internal sealed class ContestedKeys<TRow, TRecord>(MigrationPlan plan, Profile<TRow, TRecord> profile, RunProgress progress)
    where TRecord : notnull
{
    private readonly ConcurrentDictionary<int, Lazy<Task<HashSet<ulong>>>> _found = [];
    private int _saidOfReplay;

    /// <summary>Leaves out of some deletes the keys that are another item's by now.</summary>
    /// <param name="link">The export that they come from.</param>
    /// <param name="doubts">The keys that may be.</param>
    /// <param name="stop">Ends the search.</param>
    /// <returns>Those that are.</returns>
    internal async Task<HashSet<object>> AmongAsync(int link, IReadOnlyCollection<object> doubts, CancellationToken stop)
    {
        if (plan.Replayed is { IsWhole: false })
        {
            if (Interlocked.Exchange(ref _saidOfReplay, 1) == 0)
            {
                plan.Observer.Notice(
                    "Records that only the old image of a replayed item names are not deleted, because another item may have them by now: "
                    + "see whether they are to go");
            }

            return [.. doubts];
        }

        var taken = await _found.GetOrAdd(link, number => new(() => FindAsync(number, stop))).Value;
        var contested = new HashSet<object>(ReferenceEqualityComparer.Instance);
        if (taken.Count > 0)
            contested.UnionWith(doubts.Where(key => HashOf(key) is { } hash && taken.Contains(hash)));

        return contested;
    }

    private async Task<HashSet<ulong>> FindAsync(int link, CancellationToken stop)
    {
        var givenUp = new HashSet<ulong>();
        await ReadAsync(link, GivesUp, stop);
        var taken = new HashSet<ulong>();
        if (givenUp.Count > 0)
            await ReadAsync(link, Takes, stop);

        return taken;

        void GivesUp(IReadOnlyCollection<object> doubts, List<TRecord> written)
        {
            foreach (var key in doubts)
            {
                if (!WrittenKeys.Has(written, key) && HashOf(key) is { } hash)
                    givenUp.Add(hash);
            }
        }

        void Takes(IReadOnlyCollection<object> doubts, List<TRecord> written)
        {
            foreach (var record in written)
            {
                if (HashOf(record) is { } hash && givenUp.Contains(hash))
                    taken.Add(hash);
            }
        }
    }

    // What is malformed or cannot be parsed writes nothing, and is rejected by the run itself.
    private async Task ReadAsync(int link, Action<IReadOnlyCollection<object>, List<TRecord>> see, CancellationToken stop)
    {
        var stage = new RowStage<TRow, TRecord>(profile, plan.ScriptWatch.NewPosition(), replaces: true);
        var deletions = new List<Deletion>();
        var records = new List<TRecord>();
        var doubts = new List<object>();
        foreach (var part in plan.Export.Parts.Where(part => part.Link == link))
        {
            var account = new Uncounted(part.Name);
            await foreach (var (block, first) in PartReader.Of(plan.Source, part, plan, progress.Retried).ReadAsync(part, stop))
            {
                stage.Run(account, block, first, block.Count, See, deletions);
                records.Clear();
                see(deletions.SelectMany(static deletion => deletion.Keys).Where(stage.Doubts.Contains).ToList(), records);
                deletions.Clear();
                stage.Doubts.Clear();
            }
        }

        void See(TRow row, SourceLine line, ItemBlock block, int index)
        {
            doubts.Clear();
            doubts.AddRange(stage.Earlier.Where(stage.Doubts.Contains));
            records.Clear();
            try
            {
                profile.Transform(new GroupChunk<TRow>([row], [line], starts: null).Group(0), records);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                records.Clear();
            }

            see(doubts, records);
        }
    }

    private ulong? HashOf(object record) => KeyForm.For(record.GetType()).HashOf(record, plan.Target.HasLooseKeys);

    private sealed class Uncounted(string part) : IItemAccount
    {
        public string Part => part;

        public bool IsAgain => true;

        public void Read(int items, long bytes)
        {
        }

        public void Skip(SkipReason reason, long items)
        {
        }

        public void Reject(Stage stage, Reject reject, OriginalLine? item = null)
        {
        }
    }
}
