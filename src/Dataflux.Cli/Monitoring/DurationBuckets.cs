namespace Dataflux.Cli.Monitoring;

/// <summary>How many durations were how long, as Prometheus counts them. Changed under its owner's lock.</summary>
internal sealed class DurationBuckets
{
    /// <summary>The upper bounds in seconds; a last bucket without bound follows.</summary>
    internal static IReadOnlyList<double> Bounds { get; } =
    [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ];

    private readonly long[] _counts = new long[Bounds.Count + 1];
    private double _sum;

    internal void Add(TimeSpan duration)
    {
        var bucket = 0;
        while (bucket < Bounds.Count && duration.TotalSeconds > Bounds[bucket])
            bucket++;

        _counts[bucket]++;
        _sum += duration.TotalSeconds;
    }

    internal DurationHistogram Snapshot() => new([.. _counts], _sum);
}
