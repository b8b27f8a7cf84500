namespace Dataflux.Cli.Monitoring;

/// <summary>
/// How a run went over time, in a bounded number of points: when there are too many, every second one goes and points are
/// taken half as often. Changed under its owner's lock.
/// </summary>
internal sealed class Throughput
{
    private const int Most = 720;
    private readonly List<ThroughputPoint> _points = [];
    private double _interval = 1;

    internal void Add(ThroughputPoint point, bool last = false)
    {
        if (!last && _points.Count > 0 && point.Seconds - _points[^1].Seconds < _interval * 0.9)
            return;

        _points.Add(point);
        if (_points.Count < Most)
            return;

        _interval *= 2;
        var kept = _points.Where((_, index) => index % 2 == 0).ToList();
        _points.Clear();
        _points.AddRange(kept);
    }

    internal IReadOnlyList<ThroughputPoint> Snapshot() => [.. _points];
}
