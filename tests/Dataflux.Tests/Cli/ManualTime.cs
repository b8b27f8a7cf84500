namespace Dataflux.Tests.Cli;

/// <summary>A clock that goes when it is told to; begins at 2024-01-15T10:30:00Z.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2024, 1, 15, 10, 30, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    internal void Advance(double seconds) => _now += TimeSpan.FromSeconds(seconds);
}
