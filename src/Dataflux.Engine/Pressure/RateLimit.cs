namespace Dataflux.Engine.Pressure;

/// <summary>
/// A token bucket over the records of all writers. A batch begins when as many tokens as it has records have run in since the
/// one before it, so that the records written by any moment are never more than the rate and the bucket's content allow:
/// what was not used during the last second may be caught up, so that a late timer costs no throughput.
/// </summary>
/// <param name="recordsPerSecond">The rate.</param>
/// <param name="time">Where the time comes from.</param>
internal sealed class RateLimit(double recordsPerSecond, TimeProvider time)
{
    private const double BucketSeconds = 1;
    private readonly Lock _gate = new();
    private readonly double _ticksPerRecord = time.TimestampFrequency / recordsPerSecond;

    // When the bucket will be empty, or was. It begins empty with the first batch: what was not used before is nobody's to catch up.
    private double? _emptyAt;

    /// <summary>Waits until a batch may begin.</summary>
    /// <param name="records">The records of the batch.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>How long it waited.</returns>
    internal async ValueTask<TimeSpan> WaitAsync(int records, CancellationToken stop)
    {
        var wait = Take(records);
        if (wait <= TimeSpan.Zero)
            return TimeSpan.Zero;

        await Task.Delay(wait, time, stop);
        return wait;
    }

    private TimeSpan Take(int records)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var emptyAt = Math.Max(_emptyAt ?? now, now - (BucketSeconds * time.TimestampFrequency)) + (records * _ticksPerRecord);
            _emptyAt = emptyAt;
            return TimeSpan.FromSeconds((emptyAt - now) / time.TimestampFrequency);
        }
    }
}
