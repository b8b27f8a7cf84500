using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Ledger;

/// <summary>The counts of a part, or of a run, while it is under way; stages and writers add to them at the same time.</summary>
internal sealed class LiveCounts
{
    private readonly long[] _skipped = new long[Enum.GetValues<SkipReason>().Length];
    private readonly long[] _rejected = new long[Enum.GetValues<Stage>().Length];
    private readonly Lock _gate = new();
    private WriteCounts _records;
    private long _items;
    private long _partitioned;
    private long _bytes;
    private long _kept;
    private long _groups;
    private long _batches;
    private long _waiting;

    internal long Items => Interlocked.Read(ref _items);

    internal void Read(long items, long bytes)
    {
        Interlocked.Add(ref _items, items);
        Interlocked.Add(ref _bytes, bytes);
    }

    /// <summary>Rows that were spread over partitions; negative: taken out of one.</summary>
    internal void Partition(long rows) => Interlocked.Add(ref _partitioned, rows);

    internal void Skip(SkipReason reason, long items) => Interlocked.Add(ref _skipped[(int)reason], items);

    internal void Reject(Stage stage, long items) => Interlocked.Add(ref _rejected[(int)stage], items);

    internal void Wait(long items) => Interlocked.Add(ref _waiting, items);

    /// <summary>Groups that a committed transaction holds, with the items they were made of.</summary>
    internal void Written(long groups, long items, WriteCounts records)
    {
        lock (_gate)
        {
            _groups += groups;
            _kept += items;
            _batches++;
            _records += records;
        }
    }

    /// <summary>Adds what became of items that had been counted as read before.</summary>
    internal void AddOutcomes(RunCounts counts)
    {
        CountsByName.Add<SkipReason>(_skipped, counts.Skipped);
        CountsByName.Add<Stage>(_rejected, counts.Rejected);
        Wait(counts.Waiting);
        lock (_gate)
        {
            _kept += counts.Kept;
            _records += counts.Records;
            _batches += counts.Batches;
        }
    }

    /// <summary>Takes back what was counted of items of which nothing was written yet.</summary>
    internal void TakeBack(RunCounts counted)
    {
        CountsByName.Subtract<SkipReason>(_skipped, counted.Skipped);
        CountsByName.Subtract<Stage>(_rejected, counted.Rejected);
        Read(-counted.Items, -counted.Bytes);
        Partition(-counted.Partitioned);
    }

    internal RunCounts ToRunCounts()
    {
        lock (_gate)
        {
            return new()
            {
                Items = Items,
                Bytes = Interlocked.Read(ref _bytes),
                Kept = _kept,
                Partitioned = Interlocked.Read(ref _partitioned),
                Skipped = CountsByName.Of<SkipReason>(_skipped),
                Rejected = CountsByName.Of<Stage>(_rejected),
                Waiting = Interlocked.Read(ref _waiting),
                Groups = _groups,
                Records = _records,
                Batches = _batches,
            };
        }
    }
}
