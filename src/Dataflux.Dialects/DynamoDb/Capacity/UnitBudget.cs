using System.Diagnostics;

namespace Dataflux.Dialects.DynamoDb.Capacity;

/// <summary>
/// Capacity units that all writers of a table share: a token bucket. What a call costs is known only from its answer, so it takes what it
/// is estimated at, and the difference is settled behind it: the bucket may be in debt, and then the next calls wait longer. Throttling
/// halves the rate, and each second without raises it again by a twentieth (additive increase, multiplicative decrease).
/// </summary>
/// <param name="limit">The limit in units for each second; <see langword="null"/>: only throttling sets one.</param>
/// <param name="time">The clock.</param>
internal sealed class UnitBudget(double? limit, TimeProvider time)
{
    // What was not used may be caught up for so long: a late timer costs nothing.
    private const double BucketSeconds = 0.2;
    private const double Raise = 0.05;
    private const double Lowest = 1;

    // How much of what a table took once is expected of it when it throttles again.
    private const double Forget = 0.9;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private double? _rate = limit;
    private double _ceiling = limit ?? 0;
    private double _balance;
    private long? _filledAt;
    private long _changedAt = time.GetTimestamp();

    // To know what a table without a limit took before it throttled.
    private double _used;
    private double _usedBefore;
    private double _usedInAll;
    private long _throttled;
    private long _countedAt = time.GetTimestamp();

    /// <summary>The units for each second at this moment; <see langword="null"/>: as many as there are.</summary>
    internal double? Rate
    {
        get
        {
            lock (_gate)
                return _rate;
        }
    }

    /// <summary>The units that all calls have cost.</summary>
    internal double Used
    {
        get
        {
            lock (_gate)
                return _usedInAll;
        }
    }

    /// <summary>How many calls were throttled.</summary>
    internal long ThrottledCalls
    {
        get
        {
            lock (_gate)
                return _throttled;
        }
    }

    /// <summary>The limit that was asked for.</summary>
    internal double? Limit { get; } = limit;

    /// <summary>Waits until a call may begin.</summary>
    /// <param name="estimate">What it will cost.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal async ValueTask TakeAsync(double estimate, CancellationToken cancellation)
    {
        if (Take(estimate) is { Ticks: > 0 } wait)
            await Task.Delay(wait, time, cancellation);
    }

    /// <summary>Settles what a call has cost.</summary>
    /// <param name="estimate">What it took.</param>
    /// <param name="cost">What it cost.</param>
    internal void Settle(double estimate, double cost)
    {
        lock (_gate)
        {
            _balance += estimate - cost;
            _used += cost;
            _usedInAll += cost;
        }
    }

    /// <summary>The table throttled a call, which cost nothing: the rate is halved, once in a second.</summary>
    internal void Throttled()
    {
        lock (_gate)
        {
            _throttled++;
            var now = time.GetTimestamp();
            if (_rate is not null && time.GetElapsedTime(_changedAt, now) < Second)
                return;

            var took = Math.Max(_usedBefore, _used / Math.Max(time.GetElapsedTime(_countedAt, now).TotalSeconds, Second.TotalSeconds));
            var before = _rate is { } rate ? Math.Min(rate, Math.Max(took, rate / 2)) : took;
            if (Limit is null)
                _ceiling = Math.Max(before, _ceiling * Forget);

            _rate = Math.Max(before / 2, Math.Max(Lowest, _ceiling * Raise));
            (_changedAt, _countedAt, _used, _usedBefore, _filledAt) = (now, now, 0, 0, now);
            Debug.Assert(_rate > 0);
        }
    }

    private TimeSpan Take(double estimate)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            Recover(now);
            if (time.GetElapsedTime(_countedAt, now) is var counted && counted >= Second)
                (_countedAt, _used, _usedBefore) = (now, 0, _used / counted.TotalSeconds);

            if (_rate is not { } rate)
                return TimeSpan.Zero;

            // It begins empty: what was not used before is nobody's to catch up.
            _balance += rate * time.GetElapsedTime(_filledAt ?? now, now).TotalSeconds;
            _balance = Math.Min(_balance, rate * BucketSeconds) - estimate;
            _filledAt = now;
            return _balance < 0 ? TimeSpan.FromSeconds(-_balance / rate) : TimeSpan.Zero;
        }
    }

    private void Recover(long now)
    {
        if (_rate is not { } rate || (Limit is { } limit && rate >= limit))
            return;

        var seconds = (int)time.GetElapsedTime(_changedAt, now).TotalSeconds;
        if (seconds == 0)
            return;

        _rate = Math.Min(rate + (Raise * _ceiling * seconds), Limit ?? double.MaxValue);
        _changedAt += seconds * time.TimestampFrequency;
    }
}
