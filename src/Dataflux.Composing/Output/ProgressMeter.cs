namespace Dataflux.Composing.Output;

/// <summary>
/// The rate of the last half minute and what it says about the time that remains. A longer memory would hide an outage,
/// a shorter one would jump with every batch.
/// </summary>
/// <param name="time">Where the time comes from.</param>
/// <param name="total">The items there are; <see langword="null"/> when nobody knows.</param>
/// <param name="done">The items that were done before this run began.</param>
internal sealed class ProgressMeter(TimeProvider time, long? total, long done)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private readonly Queue<(long At, long Items)> _samples = new([(time.GetTimestamp(), done)]);

    /// <summary>The items done, those of earlier runs included.</summary>
    internal long Items { get; private set; } = done;

    /// <summary>The items there are; <see langword="null"/> when nobody knows.</summary>
    internal long? Total => total;

    /// <summary>Items per second; 0 before there is anything to measure.</summary>
    internal double Rate
    {
        get
        {
            var (at, items) = _samples.Peek();
            var seconds = time.GetElapsedTime(at).TotalSeconds;
            return seconds > 0 ? Math.Max(0, Items - items) / seconds : 0;
        }
    }

    /// <summary>The time that remains at this rate; <see langword="null"/> when it cannot be told.</summary>
    internal TimeSpan? Remaining
    {
        get
        {
            var rate = Rate;
            return total is { } all && rate > 0 && (all - Items) / rate is var seconds && seconds < TimeSpan.MaxValue.TotalSeconds
                ? TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, seconds)))
                : null;
        }
    }

    /// <summary>Takes the present count.</summary>
    internal void Record(long items)
    {
        Items = items;
        _samples.Enqueue((time.GetTimestamp(), items));

        // One sample older than the window stays, so that the rate is over the whole window.
        while (_samples.Count > 2 && time.GetElapsedTime(Second()) >= Window)
            _samples.Dequeue();
    }

    private long Second()
    {
        using var samples = _samples.GetEnumerator();
        samples.MoveNext();
        samples.MoveNext();
        return samples.Current.At;
    }
}
