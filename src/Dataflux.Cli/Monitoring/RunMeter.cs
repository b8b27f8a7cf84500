using System.Diagnostics.Metrics;
using Dataflux.Composing.Terminal;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Monitoring;

/// <summary>
/// The meter <c>Dataflux</c>. Its counters are read from the monitor when someone collects them, so that a run pays nothing for them.
/// </summary>
internal sealed class RunMeter : IMigrationObserver, IDisposable
{
    internal const string Name = "Dataflux";
    private const string Prefix = "dataflux.";
    private readonly Meter _meter = new(Name, ToolVersion.Text);
    private readonly Histogram<double> _batches;
    private readonly Histogram<double> _commits;
    private readonly Histogram<double> _queues;
    private readonly KeyValuePair<string, object?> _migration;

    internal RunMeter(RunMonitor monitor)
    {
        _migration = new($"{Prefix}migration", monitor.Status().Name);
        _batches = Durations(RunMetrics.Batches);
        _commits = Durations(RunMetrics.Commits);
        _queues = Durations(RunMetrics.Queues);
        foreach (var metric in RunMetrics.All.Where(static metric => metric.MeterName is not null))
        {
            if (metric.IsWhole)
                Add(metric, monitor, static value => (long)value);
            else
                Add(metric, monitor, static value => value);
        }
    }

    public void BatchWritten(int records, WriteCounts counts, TimeSpan duration, TimeSpan commit)
    {
        _batches.Record(duration.TotalSeconds, _migration);
        _commits.Record(commit.TotalSeconds, _migration);
    }

    public void Dequeued(StageQueue queue, TimeSpan lag) =>
        _queues.Record(lag.TotalSeconds, _migration, new($"{Prefix}queue", StageTimes.NameOf(queue)));

    public void Dispose() => _meter.Dispose();

    private Histogram<double> Durations(RunDurations durations) =>
        _meter.CreateHistogram<double>(durations.MeterName, "s", durations.Help);

    private void Add<T>(RunMetric metric, RunMonitor monitor, Func<double, T> valueOf)
        where T : struct
    {
        if (metric.Grows)
            _meter.CreateObservableCounter(metric.MeterName!, Read, metric.Unit, metric.Help);
        else
            _meter.CreateObservableGauge(metric.MeterName!, Read, metric.Unit, metric.Help);

        IEnumerable<Measurement<T>> Read() => metric.Read(monitor.Figures()).Select(sample => new Measurement<T>(
            valueOf(sample.Value),
            [_migration, .. sample.Labels.Select(static label => new KeyValuePair<string, object?>(Prefix + label.Name, label.Value))]));
    }
}
