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
        var (status, counts, times) = monitor.Metrics();
        var text = new StringBuilder();
        var migration = $"migration=\"{status.Name}\"";

        Head("dataflux_items_read_total", "counter", "Items read, those of done files of earlier, interrupted runs included.");
        Line("dataflux_items_read_total", migration, counts.Items);
        Head("dataflux_items_expected", "gauge", "Items the manifest promises; absent without a manifest.");
        if (status.ItemsTotal is { } total)
            Line("dataflux_items_expected", migration, total);
        Head("dataflux_read_bytes_total", "counter", "Length of the items read, decompressed.");
        Line("dataflux_read_bytes_total", migration, counts.Bytes);
        Head("dataflux_items_kept_total", "counter", "Items whose rows were committed.");
        Line("dataflux_items_kept_total", migration, counts.Kept);
        Head("dataflux_items_skipped_total", "counter", "Items skipped by design, by the function that did it.");
        Named("dataflux_items_skipped_total", "reason", counts.Skipped);
        Head("dataflux_items_rejected_total", "counter", "Items in the reject file, by stage.");
        Named("dataflux_items_rejected_total", "stage", counts.Rejected);
        Head(
            "dataflux_items_rejected_by_reason_total",
            "counter",
            "Items that this process rejected, by stage and by the target's code or exception.");
        foreach (var (stage, reason, items) in monitor.RejectedByReason)
        {
            Line("dataflux_items_rejected_by_reason_total", $"{migration},stage=\"{Value(stage)}\",reason=\"{Value(reason)}\"", items);
        }

        Head("dataflux_records_written_total", "counter", "Records committed, by what happened to them.");
        Line("dataflux_records_written_total", $"{migration},result=\"inserted\"", counts.Records.Inserted);
        Line("dataflux_records_written_total", $"{migration},result=\"updated\"", counts.Records.Updated);
        Line("dataflux_records_written_total", $"{migration},result=\"unchanged\"", counts.Records.Unchanged);
        Line("dataflux_records_written_total", $"{migration},result=\"deleted\"", counts.Records.Deleted);
        Head("dataflux_files_done", "gauge", "Files done, earlier, interrupted runs included.");
        Line("dataflux_files_done", migration, status.FilesDone);
        Head("dataflux_files", "gauge", "Files of the export.");
        Line("dataflux_files", migration, status.Files);
        if (status.Partitions is { } partitions)
        {
            Head("dataflux_partitions_done", "gauge", "Partitions that are grouped, earlier, interrupted runs included.");
            Line("dataflux_partitions_done", migration, status.PartitionsDone);
            Head("dataflux_partitions", "gauge", "Partitions of the export's rows.");
            Line("dataflux_partitions", migration, partitions);
        }

        Head("dataflux_retries_total", "counter", "Calls repeated because of transient failures.");
        Line("dataflux_retries_total", migration, status.Retries);
        Head("dataflux_waiting", "gauge", "1 while a transient failure is waited out.");
        Line("dataflux_waiting", migration, status.Waiting is null ? 0 : 1);
        Head("dataflux_batch_duration_seconds", "histogram", "Time of a transaction from its first statement to its commit.");
        Histogram("dataflux_batch_duration_seconds", migration, times.Batches);
        Head("dataflux_commit_duration_seconds", "histogram", "Time of a commit, from the last statement's end.");
        Histogram("dataflux_commit_duration_seconds", migration, times.Commits);
        Head("dataflux_stage_seconds_total", "counter", "Time that a stage worked, summed over its tasks.");
        foreach (var (stage, seconds) in times.Work)
        {
            Line("dataflux_stage_seconds_total", $"{migration},stage=\"{stage}\"", seconds);
        }

        Head("dataflux_queue_lag_seconds", "histogram", "How long what a stage took from its queue had been ready for it, by queue.");
        foreach (var (queue, lag) in times.Queues)
        {
            Histogram("dataflux_queue_lag_seconds", $"{migration},queue=\"{queue}\"", lag);
        }

        if (status.Pressure is { } pressure)
            Pressure(pressure);

        Head("dataflux_start_time_seconds", "gauge", "When this process began, since 1970.");
        Line("dataflux_start_time_seconds", migration, status.StartedAt.ToUnixTimeSeconds());
        return text.ToString();

        void Head(string name, string type, string help) =>
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

        void Line(string name, string labels, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value.ToString("R", CultureInfo.InvariantCulture)}\n");

        void Named(string name, string label, IReadOnlyDictionary<string, long> values)
        {
            foreach (var (key, value) in values)
            {
                Line(name, $"{migration},{label}=\"{Value(key)}\"", value);
            }
        }

        void Histogram(string name, string labels, DurationHistogram histogram)
        {
            long below = 0;
            for (var i = 0; i < histogram.Counts.Count; i++)
            {
                below += histogram.Counts[i];
                var bound = i < DurationBuckets.Bounds.Count
                    ? DurationBuckets.Bounds[i].ToString("R", CultureInfo.InvariantCulture)
                    : "+Inf";
                Line($"{name}_bucket", $"{labels},le=\"{bound}\"", below);
            }

            Line($"{name}_sum", labels, histogram.Sum);
            Line($"{name}_count", labels, below);
        }

        void Pressure(PressureStatus pressure)
        {
            Known("dataflux_rate_limit_records_per_second", "gauge", "Records per second that are allowed.", pressure.MaxRate);
            Known("dataflux_rate_wait_seconds_total", "counter", "Time that writers waited for the rate, summed over writers.",
                pressure.MaxRate is null ? null : pressure.RateWaitSeconds);
            Known(
                "dataflux_replica_lag_seconds",
                "gauge",
                "Lag of the replica that is furthest behind; absent without one.",
                pressure.ReplicaLagSeconds);
            Known("dataflux_replica_lag_limit_seconds", "gauge", "Replica lag that is allowed.", pressure.MaxReplicaLagSeconds);
            Known("dataflux_replica_hold_seconds_total", "counter", "Time that the run waited for replicas.",
                pressure.MaxReplicaLagSeconds is null ? null : pressure.HeldSeconds);
        }

        // The form's own escapes, and those of what a terminal would obey.
        static string Value(string text) => Printable.Text(text.ReplaceLineEndings("\n"))
            .Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

        void Known(string name, string type, string help, double? value)
        {
            if (value is not { } known)
                return;

            Head(name, type, help);
            Line(name, migration, known);
        }
    }
}
