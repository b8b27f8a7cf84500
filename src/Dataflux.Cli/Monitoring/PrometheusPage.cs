using System.Globalization;
using System.Text;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Monitoring;

/// <summary>The metrics in Prometheus's text form (https://prometheus.io/docs/instrumenting/exposition_formats/).</summary>
internal static class PrometheusPage
{
    internal const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    internal static string Of(RunMonitor monitor)
    {
        var run = monitor.Figures();
        var text = new StringBuilder();
        foreach (var metric in RunMetrics.All)
        {
            if (metric.PageName is not { } name || metric.Read(run).ToList() is not { Count: > 0 } samples)
                continue;

            Head(text, name, name.EndsWith("_total", StringComparison.Ordinal) ? "counter" : "gauge", metric.Help);
            foreach (var (value, labels) in samples)
                Line(text, name, Labels(run, labels), value);
        }

        foreach (var metric in RunMetrics.Durations)
        {
            Head(text, metric.PageName, "histogram", metric.Help);
            foreach (var (durations, labels) in metric.Read(run))
                Histogram(text, metric.PageName, Labels(run, labels), durations);
        }

        return text.ToString();
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {Number(value)}\n");

    private static void Histogram(StringBuilder text, string name, string labels, DurationHistogram histogram)
    {
        long below = 0;
        for (var i = 0; i < histogram.Counts.Count; i++)
        {
            below += histogram.Counts[i];
            var bound = i < DurationBuckets.Bounds.Count ? Number(DurationBuckets.Bounds[i]) : "+Inf";
            Line(text, $"{name}_bucket", $"{labels},le=\"{bound}\"", below);
        }

        Line(text, $"{name}_sum", labels, histogram.Sum);
        Line(text, $"{name}_count", labels, below);
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Labels(RunFigures run, (string Name, string Value)[] labels) =>
        string.Join(
            ',', [$"migration=\"{run.Status.Name}\"", .. labels.Select(static label => $"{label.Name}=\"{Escaped(label.Value)}\"")]);

    // The form's own escapes, and those of what a terminal would obey.
    private static string Escaped(string text) => Printable.Text(text.ReplaceLineEndings("\n"))
        .Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
