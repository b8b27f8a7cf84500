namespace Dataflux.Cli.Monitoring;

/// <summary>What durations add up to.</summary>
/// <param name="Seconds">Their sum.</param>
/// <param name="Count">How many there were.</param>
internal readonly record struct DurationSum(double Seconds, long Count)
{
    /// <summary>Their mean in seconds; <see langword="null"/>: there were none.</summary>
    internal double? Mean => Count == 0 ? null : Seconds / Count;

    internal DurationSum And(TimeSpan duration) => new(Seconds + duration.TotalSeconds, Count + 1);
}
