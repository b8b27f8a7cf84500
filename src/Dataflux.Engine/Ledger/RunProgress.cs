using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Ledger;

/// <summary>What this process has done so far, counted by all stages, told to the observer a few times per second.</summary>
internal sealed class RunProgress(IMigrationObserver observer, TimeProvider time, RunCounts found, LoadForecast? load = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly Lock _gate = new();
    private readonly Lock _telling = new();
    private RunCounts _before = found;
    private LiveCounts _counts = new();
    private long _readBefore;
    private long _regrouped;
    private long _targetTicks;
    private long _retries;
    private long _toldAt;

    /// <summary>Items this process read.</summary>
    internal long Items => _readBefore + _counts.Items;

    /// <summary>Time the writers spent in the target, summed over writers.</summary>
    internal TimeSpan TargetTime => TimeSpan.FromTicks(Interlocked.Read(ref _targetTicks));

    internal void Read(long items, long bytes)
    {
        _counts.Read(items, bytes);
        TellNowAndThen();
    }

    /// <summary>Rows that were spread over partitions.</summary>
    internal void Partitioned(long rows) => _counts.Partition(rows);

    /// <summary>Rows that were taken out of partitions.</summary>
    internal void Regrouped(long rows)
    {
        _counts.Partition(-rows);
        Interlocked.Add(ref _regrouped, rows);
        TellNowAndThen();
    }

    /// <summary>Items that this process has judged at least once: what rejects are a share of.</summary>
    internal long Judged => Math.Max(_counts.Items, Interlocked.Read(ref _regrouped));

    internal void Skipped(SkipReason reason, long items) => _counts.Skip(reason, items);

    internal void Rejected(Stage stage, long items) => _counts.Reject(stage, items);

    internal void Waits(long items) => _counts.Wait(items);

    /// <summary>Adds what became of items that waited, in a pass over them.</summary>
    /// <param name="waited">How many items waited before the pass.</param>
    /// <param name="pass">The pass.</param>
    internal void Passed(long waited, RunProgress pass)
    {
        var counts = pass.Now();
        _counts.AddOutcomes(counts with { Waiting = counts.Waiting - waited });
        InTarget(pass.TargetTime);
        Interlocked.Add(ref _retries, pass.Retries);
        Tell();
    }

    /// <summary>Takes back what was counted of a part that is read again.</summary>
    internal void Forget(RunCounts counted)
    {
        _counts.TakeBack(counted);
        Interlocked.Add(ref _regrouped, counted.Partitioned);
        TellNowAndThen();
    }

    /// <summary>Begins with another account, between two passes over the parts: some are read again.</summary>
    /// <param name="done">The account of those that are done.</param>
    internal void StartOver(RunCounts done)
    {
        (_before, _readBefore, _counts) = (done, Items, new());
        Tell();
    }

    internal void Written(long items, WriteCounts records)
    {
        _counts.Written(groups: 0, items, records);
        TellNowAndThen();
    }

    /// <summary>Repeated calls because of transient failures, of all stages.</summary>
    internal long Retries => Interlocked.Read(ref _retries);

    internal void Retried() => Interlocked.Increment(ref _retries);

    internal void InTarget(TimeSpan duration) => Interlocked.Add(ref _targetTicks, duration.Ticks);

    /// <summary>Tells the observer, whenever it was told before.</summary>
    internal void Tell()
    {
        // One at a time, so that the observer never hears an older count after a newer one.
        lock (_telling)
        {
            var counts = _before + Now();
            observer.Progress(counts);
            load?.Tell(counts);
        }
    }

    private RunCounts Now()
    {
        lock (_gate)
            _toldAt = time.GetTimestamp();

        return _counts.ToRunCounts();
    }

    private void TellNowAndThen()
    {
        lock (_gate)
        {
            if (_toldAt != 0 && time.GetElapsedTime(_toldAt) < Interval)
                return;

            _toldAt = time.GetTimestamp();
        }

        Tell();
    }
}
