namespace Dataflux.Cli.Monitoring;

/// <summary>How many durations were how long.</summary>
/// <param name="Counts">
/// The counts per bucket of <see cref="DurationBuckets.Bounds"/>, not summed up, with those beyond the last bound at the end.
/// </param>
/// <param name="Sum">The sum of the durations in seconds.</param>
internal sealed record DurationHistogram(IReadOnlyList<long> Counts, double Sum);
