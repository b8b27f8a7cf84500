using Dataflux.Definitions.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;
using Prometheus;

namespace Dataflux.Cli.Monitoring;

/// <summary>
/// The metrics in Prometheus's text form. Durations are counted as they come, by batch and by block; everything else is read from the
/// monitor when somebody asks, so that a run pays nothing for it and what is not known is not on the page.
/// </summary>
internal sealed class PrometheusPage : IMigrationObserver
{
    private readonly RunMonitor _monitor;
    private readonly string _migration;
    private readonly CollectorRegistry _durations = Metrics.NewCustomRegistry();
    private readonly Histogram.Child _batches;
    private readonly Histogram.Child _commits;
    private readonly Histogram.Child[] _queues;

    internal PrometheusPage(RunMonitor monitor)
    {
        _monitor = monitor;
        _migration = monitor.Status().Name;
        var factory = Metrics.WithCustomRegistry(_durations);
        _batches = Durations(factory, RunMetrics.Batches);
        _commits = Durations(factory, RunMetrics.Commits);
        _queues =
        [
            .. Enum.GetValues<StageQueue>().Select(queue => Durations(factory, RunMetrics.Queues, ("queue", StageTimes.NameOf(queue)))),
        ];
    }

    internal static string ContentType => PrometheusConstants.TextContentTypeWithVersionAndEncoding;

    public void BatchWritten(int records, WriteCounts counts, TimeSpan duration, TimeSpan commit)
    {
        _batches.Observe(duration.TotalSeconds);
        _commits.Observe(commit.TotalSeconds);
    }

    public void Dequeued(StageQueue queue, TimeSpan lag) => _queues[(int)queue].Observe(lag.TotalSeconds);

    /// <summary>The page at this moment.</summary>
    internal async Task<byte[]> WriteAsync(CancellationToken stop)
    {
        var now = Metrics.NewCustomRegistry();
        Read(Metrics.WithCustomRegistry(now), _monitor.Figures());
        using var page = new MemoryStream();
        await now.CollectAndExportAsTextAsync(page, stop);
        await _durations.CollectAndExportAsTextAsync(page, stop);
        return page.ToArray();
    }

    private void Read(MetricFactory factory, RunFigures run)
    {
        foreach (var metric in RunMetrics.All)
        {
            if (metric.PageName is not { } name)
                continue;

            foreach (var (value, labels) in metric.Read(run))
            {
                if (name.EndsWith("_total", StringComparison.Ordinal))
                    factory.CreateCounter(name, metric.Help, Names(labels)).WithLabels(Values(labels)).IncTo(value);
                else
                    factory.CreateGauge(name, metric.Help, Names(labels)).WithLabels(Values(labels)).Set(value);
            }
        }
    }

    private Histogram.Child Durations(MetricFactory factory, RunDurations metric, params (string Name, string Value)[] labels) => factory
        .CreateHistogram(
            metric.PageName, metric.Help, Names(labels), new HistogramConfiguration { Buckets = [.. RunMetrics.DurationBounds] })
        .WithLabels(Values(labels));

    private static string[] Names((string Name, string Value)[] labels) => ["migration", .. labels.Select(static label => label.Name)];

    // The library writes the form's own escapes; what a terminal would obey does not get that far.
    private string[] Values((string Name, string Value)[] labels) =>
        [_migration, .. labels.Select(static label => Printable.Text(label.Value.ReplaceLineEndings("\n")))];
}
