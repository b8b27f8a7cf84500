using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dataflux.Cli.Monitoring;
using Dataflux.Cli.Output;
using Dataflux.Composing.Output;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;
using YamlDotNet.RepresentationModel;

namespace Dataflux.Tests.Cli;

/// <summary>The Grafana dashboard, the alert rules and the documentation against the metrics that a run really has.</summary>
public sealed partial class MonitoringExampleTests : IDisposable
{
    private const int GridColumns = 24;
    private readonly Workspace _work = new Workspace().WithPictures("maxRate: 100/s\nmaxReplicaLag: 10s");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task The_dashboard_asks_for_metrics_and_labels_that_exist_and_its_panels_do_not_overlap()
    {
        var metrics = await OnPageAsync();
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Example("dashboard.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();

        foreach (var target in panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray()))
        {
            var query = target.GetProperty("expr").GetString()!;
            var used = AssertKnown(query, metrics);
            foreach (Match label in LegendLabel().Matches(target.GetProperty("legendFormat").GetString()!))
                Assert.All(used, metric => Assert.Contains(label.Groups["name"].Value, metrics[metric]));
        }

        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        var cells = panels.Select(panel => panel.GetProperty("gridPos")).SelectMany(grid =>
            from x in Enumerable.Range(Of(grid, "x"), Of(grid, "w")) from y in Enumerable.Range(Of(grid, "y"), Of(grid, "h")) select (x, y))
                .ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.x, 0, GridColumns - 1));
    }

    [Fact]
    public async Task The_alert_rules_ask_for_metrics_and_labels_that_exist()
    {
        var metrics = await OnPageAsync();
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Example("alerts.yaml"))));
        var groups = (YamlSequenceNode)yaml.Documents[0].RootNode["groups"];
        var rules = groups.SelectMany(group => (YamlSequenceNode)group["rules"]).ToList();

        Assert.Equal(rules.Count, rules.Select(rule => rule["alert"].ToString()).Distinct(StringComparer.Ordinal).Count());
        foreach (var rule in rules)
        {
            Assert.NotEmpty(AssertKnown(rule["expr"].ToString(), metrics));
            Assert.Contains(rule["labels"]["severity"].ToString(), new[] { "info", "warning", "critical" });
            Assert.NotEmpty(rule["annotations"]["summary"].ToString());
        }
    }

    [Fact]
    public async Task The_documentation_names_every_metric_of_the_page_and_of_the_meter_and_no_other()
    {
        var table = File.ReadAllLines(Path.Combine(Repository.Folder, "docs", "operating.md"))
            .SkipWhile(line => !line.StartsWith("| Prometheus |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|')).ToList();

        var series = (await OnPageAsync()).Keys.Select(name => HistogramSuffix().Replace(name, "")).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(series.Order(StringComparer.Ordinal), Names(1).Order(StringComparer.Ordinal));
        Assert.Equal(Instruments().Order(StringComparer.Ordinal), Names(2).Order(StringComparer.Ordinal));

        IEnumerable<string> Names(int column) =>
            table.SelectMany(row => DocumentedName().Matches(row[column]).Select(name => name.Groups["name"].Value));
    }

    [Fact]
    public async Task The_page_has_the_text_form_of_Prometheus_and_leaves_out_what_is_not_known()
    {
        var page = await PageAsync();

        foreach (var lines in new[]
        {
            "# HELP dataflux_items_read_total Items read, those of done files of earlier, interrupted runs included.\n"
                + "# TYPE dataflux_items_read_total counter\ndataflux_items_read_total{migration=\"pictures\"} 10\n",
            "# TYPE dataflux_files_done gauge\ndataflux_files_done{migration=\"pictures\"} 0\n",
            "dataflux_items_rejected_by_reason_total{migration=\"pictures\",stage=\"upsert\",reason=\"23505\"} 1\n",
            "# TYPE dataflux_batch_duration_seconds histogram\n",
            "dataflux_batch_duration_seconds_sum{migration=\"pictures\"} 101\n",
            "dataflux_batch_duration_seconds_count{migration=\"pictures\"} 2\n",
            "dataflux_batch_duration_seconds_bucket{migration=\"pictures\",le=\"0.5\"} 0\n",
            "dataflux_batch_duration_seconds_bucket{migration=\"pictures\",le=\"1\"} 1\n",
            "dataflux_batch_duration_seconds_bucket{migration=\"pictures\",le=\"+Inf\"} 2\n",
            "dataflux_queue_lag_seconds_bucket{migration=\"pictures\",queue=\"groups\",le=\"0.0025\"} 1\n",
            "dataflux_queue_lag_seconds_count{migration=\"pictures\",queue=\"batches\"} 0\n",
        })
        {
            Assert.Contains(lines, page, StringComparison.Ordinal);
        }

        using var log = Log();
        var empty = new PrometheusPage(new RunMonitor(_work.Read().OrThrow(), log, _work.Time));
        Assert.DoesNotContain(
            "dataflux_items_expected",
            Encoding.UTF8.GetString(await empty.WriteAsync(TestContext.Current.CancellationToken)),
            StringComparison.Ordinal);
    }

    private static string[] AssertKnown(string query, Dictionary<string, HashSet<string>> metrics)
    {
        var used = MetricName().Matches(query).Select(name => name.Value).Distinct(StringComparer.Ordinal).ToArray();
        Assert.All(used, name => Assert.Contains(name, metrics.Keys));
        foreach (var label in Grouping().Matches(query)
            .SelectMany(match => match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            Assert.All(used, metric => Assert.Contains(label, metrics[metric]));
        }

        Assert.Equal(query.Count(letter => letter == '('), query.Count(letter => letter == ')'));
        return used;
    }

    /// <summary>The names on the Prometheus page of a run in which everything happened, with their labels.</summary>
    private async Task<Dictionary<string, HashSet<string>>> OnPageAsync() => (await PageAsync()).Split('\n')
        .Select(line => Sample().Match(line)).Where(match => match.Success)
        .GroupBy(match => match.Groups["name"].Value, match => match.Groups["label"].Captures.Select(label => label.Value))
        .ToDictionary(
            group => group.Key, group => group.SelectMany(labels => labels).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private async Task<string> PageAsync()
    {
        var monitor = PlayedMonitor();
        var page = new PrometheusPage(monitor);
        page.BatchWritten(5, new WriteCounts(5, 0, 0), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.1));
        page.BatchWritten(5, new WriteCounts(5, 0, 0), TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(0.125));
        page.Dequeued(StageQueue.Groups, TimeSpan.FromSeconds(0.002));
        return Encoding.UTF8.GetString(await page.WriteAsync(TestContext.Current.CancellationToken));
    }

    private List<string> Instruments()
    {
        var names = new List<string>();
        using var meter = new RunMeter(PlayedMonitor());
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == RunMeter.Name)
                    names.Add(instrument.Name);
            },
        };
        listener.Start();
        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    private RunMonitor PlayedMonitor()
    {
        using var log = Log();
        var monitor = new RunMonitor(_work.Read().OrThrow(), log, _work.Time);
        var observer = monitor.Observer;
        observer.Started(
            new RunStart(
                OneFileSource.Export with { ItemCount = 10, Backlog = new(1, ReadAt: null) }, "db", PartsDone: 0, ItemsDone: 0, Writers: 1)
            {
                Partitions = 9,
            });
        observer.ReplicaLagSeen(new ReplicaLag("standby1", TimeSpan.FromSeconds(1)));
        observer.BatchWritten(5, new WriteCounts(5, 0, 0), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.1));
        observer.Rejected("upsert", new RejectError("no") { Code = "23505" }, 1);
        observer.Progress(new RunCounts
        {
            Items = 10,
            Skipped = new Dictionary<string, long> { ["filter"] = 1 },
            Rejected = new Dictionary<string, long> { ["upsert"] = 1 },
        });
        return monitor;
    }

    private RunLog Log() =>
        new("pictures", Path.Combine(_work.Folder, "run.log"), new Screen(_work.Console), Verbosity.Quiet, [], _work.Time);

    private static int Of(JsonElement grid, string name) => grid.GetProperty(name).GetInt32();

    private static string Example(string name) => Path.Combine(Repository.Folder, "examples", "monitoring", name);

    [GeneratedRegex(@"\bdataflux_[a-z_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetricName();

    [GeneratedRegex(@"\bby \((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{\{(?<name>[a-z_]+)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LegendLabel();

    [GeneratedRegex(
        @"^(?<name>[a-z_]+)\{((?<label>[a-z]+)=""[^""]*"",?)+\} [0-9.E+-]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HistogramSuffix();

    [GeneratedRegex(@"`(?<name>dataflux[a-z_.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DocumentedName();
}
