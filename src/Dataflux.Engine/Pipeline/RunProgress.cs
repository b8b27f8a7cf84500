using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Pipeline;

/// <summary>What this process has done so far, counted by all stages, told to the observer a few times per second.</summary>
internal sealed class RunProgress(IMigrationObserver observer, TimeProvider time, RunCounts before)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly Lock _gate = new();
    private WriteCounts _records;
    private long _items;
    private long _kept;
    private long _skipped;
    private long _rejected;
    private long _batches;
    private long _targetTicks;
    private long _retries;
    private long _toldAt;

    /// <summary>Items this process read.</summary>
    internal long Items => Interlocked.Read(ref _items);

    /// <summary>Time the writers spent in the target, summed over writers.</summary>
    internal TimeSpan TargetTime => TimeSpan.FromTicks(Interlocked.Read(ref _targetTicks));

    internal void Read(long items, long skipped)
    {
        Interlocked.Add(ref _items, items);
        Interlocked.Add(ref _skipped, skipped);
        Tell();
    }

    internal void Skipped(long items) => Interlocked.Add(ref _skipped, items);

    internal void Rejected(long items) => Interlocked.Add(ref _rejected, items);

    internal void Written(long items, WriteCounts records)
    {
        lock (_gate)
        {
            _kept += items;
            _records += records;
            _batches++;
        }

        Tell();
    }

    /// <summary>Repeated calls because of transient failures, of all stages.</summary>
    internal long Retries => Interlocked.Read(ref _retries);

    internal void Retried() => Interlocked.Increment(ref _retries);

    internal void InTarget(TimeSpan duration) => Interlocked.Add(ref _targetTicks, duration.Ticks);

    private void Tell()
    {
        RunCounts counts;
        lock (_gate)
        {
            if (_toldAt != 0 && time.GetElapsedTime(_toldAt) < Interval)
            {
                return;
            }

            _toldAt = time.GetTimestamp();
            counts = new RunCounts
            {
                Items = Items,
                Kept = _kept,
                Skipped = One("skipped", Interlocked.Read(ref _skipped)),
                Rejected = One("rejected", Interlocked.Read(ref _rejected)),
                Records = _records,
                Batches = _batches,
            };
        }

        observer.Progress(before + counts);
    }

    private static SortedDictionary<string, long> One(string name, long count) => new(StringComparer.Ordinal) { [name] = count };
}
