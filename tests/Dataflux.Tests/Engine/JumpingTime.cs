namespace Dataflux.Tests.Engine;

/// <summary>A clock whose timers fire at once: it jumps ahead by the time that was waited for.</summary>
internal class JumpingTime : TimeProvider
{
    private static readonly long Begin = new DateTimeOffset(2026, 1, 14, 10, 0, 0, TimeSpan.Zero).Ticks;
    private long _now = Begin;

    /// <summary>Everything that was waited for.</summary>
    internal TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp() - Begin);

    /// <summary>Called before each jump.</summary>
    internal Action BeforeJump { get; init; } = () => { };

    /// <summary>Time passes while something else than waiting is done.</summary>
    internal void Pass(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero)
            return System.CreateTimer(callback, state, dueTime, period);

        BeforeJump();
        Interlocked.Add(ref _now, dueTime.Ticks);
        ThreadPool.UnsafeQueueUserWorkItem(given => callback(given), state, preferLocal: false);
        return new Fired();
    }

    // Not one of the system's with a due time of zero: those fire by the millisecond.
    private sealed class Fired : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
