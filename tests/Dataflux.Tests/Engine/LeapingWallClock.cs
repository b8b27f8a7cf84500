namespace Dataflux.Tests.Engine;

/// <summary>A machine whose time of day is set forwards and backwards by days, while its monotonic clock goes on as it should.</summary>
internal sealed class LeapingWallClock : JumpingTime
{
    private TimeSpan _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;

    /// <summary>Sets the time of day.</summary>
    /// <returns>Always <see langword="true"/>.</returns>
    internal bool Leap(int days)
    {
        _offset += TimeSpan.FromDays(days);
        return true;
    }
}
