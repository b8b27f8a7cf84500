namespace Dataflux.Cli.Monitoring;

/// <summary>
/// Every metric of a run, for the Prometheus page and for the meter. Names and units of the meter follow OpenTelemetry's conventions.
/// </summary>
internal static class RunMetrics
{
    internal static RunDurations Batches { get; } = new(
        "dataflux_batch_duration_seconds",
        "dataflux.batch.duration",
        "Time of a transaction from its first statement to its commit.");

    internal static RunDurations Commits { get; } = new(
        "dataflux_commit_duration_seconds",
        "dataflux.commit.duration",
        "Time of a commit, from the last statement's end.");

    internal static RunDurations Queues { get; } = new(
        "dataflux_queue_lag_seconds",
        "dataflux.queue.lag",
        "How long what a stage took from its queue had been ready for it, by queue.");

    /// <summary>The upper bounds by which the page counts durations, in seconds.</summary>
    internal static IReadOnlyList<double> DurationBounds { get; } =
    [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ];

    internal static IReadOnlyList<RunMetric> All { get; } =
    [
        Counter("dataflux_items_read_total", "dataflux.items.read", "{item}",
            "Items read, those of done files of earlier, interrupted runs included.", static run => One(run.Counts.Items)),
        Gauge("dataflux_items_expected", "dataflux.items.expected", "{item}",
            "Items the manifest promises; absent without a manifest.", static run => One(run.Status.ItemsTotal)),
        Counter("dataflux_read_bytes_total", "dataflux.read.size", "By",
            "Length of the items read, decompressed.", static run => One(run.Counts.Bytes)),
        Counter("dataflux_items_kept_total", "dataflux.items.kept", "{item}",
            "Items whose rows were committed.", static run => One(run.Counts.Kept)),
        Counter("dataflux_items_skipped_total", "dataflux.items.skipped", "{item}",
            "Items skipped by design, by the function that did it.", static run => Each("reason", run.Counts.Skipped)),
        Counter("dataflux_items_rejected_total", "dataflux.items.rejected", "{item}",
            "Items in the reject file, by stage.", static run => Each("stage", run.Counts.Rejected)),
        Counter("dataflux_items_rejected_by_reason_total", "dataflux.items.rejected_by_reason", "{item}",
            "Items that this process rejected, by stage and by the target's code or exception.",
            static run => run.Rejected.Select(
                static count => new RunSample(count.Items, ("stage", count.Stage), ("reason", count.Reason)))),
        Counter("dataflux_records_written_total", "dataflux.records.written", "{record}",
            "Records committed, by what happened to them.",
            static run =>
            [
                new(run.Counts.Records.Inserted, ("result", "inserted")), new(run.Counts.Records.Updated, ("result", "updated")),
                new(run.Counts.Records.Unchanged, ("result", "unchanged")), new(run.Counts.Records.Deleted, ("result", "deleted")),
            ]),
        Counter("dataflux_files_done", "dataflux.files.done", "{file}",
            "Files done, earlier, interrupted runs included.", static run => One(run.Status.FilesDone)),
        Gauge("dataflux_files", "dataflux.files", "{file}", "Files of the export.", static run => One(run.Status.Files)),
        Gauge("dataflux_partitions_done", "dataflux.partitions.done", "{partition}",
            "Partitions that are grouped, earlier, interrupted runs included.",
            static run => One(run.Status.Partitions is null ? null : run.Status.PartitionsDone)),
        Gauge("dataflux_partitions", "dataflux.partitions", "{partition}",
            "Partitions of the export's rows.", static run => One(run.Status.Partitions)),
        Counter(null, "dataflux.batches", "{batch}", "Transactions committed.", static run => One(run.Counts.Batches)),
        Counter("dataflux_retries_total", "dataflux.retries", "{retry}",
            "Calls repeated because of transient failures.", static run => One(run.Status.Retries)),
        Gauge("dataflux_waiting", "dataflux.waiting", "1",
            "1 while a transient failure is waited out.", static run => One(run.Status.Waiting is null ? 0 : 1)),
        Counter("dataflux_stage_seconds_total", "dataflux.stage.time", "s",
            "Time that a stage worked, summed over its tasks.",
            static run => run.Times.Work.Select(static work => new RunSample(work.Seconds, ("stage", work.Stage)))),
        Gauge("dataflux_rate_limit_records_per_second", "dataflux.rate.limit", "{record}/s",
            "Records per second that are allowed.", static run => One(run.Status.Pressure?.MaxRate)),
        Counter("dataflux_rate_wait_seconds_total", "dataflux.rate.wait", "s",
            "Time that writers waited for the rate, summed over writers.",
            static run => One(run.Status.Pressure is { MaxRate: not null } pressure ? pressure.RateWaitSeconds : null)),
        Gauge("dataflux_replica_lag_seconds", "dataflux.replica.lag", "s",
            "Lag of the replica that is furthest behind; absent without one.", static run => One(run.Status.Pressure?.ReplicaLagSeconds)),
        Gauge("dataflux_replica_lag_limit_seconds", "dataflux.replica.lag.limit", "s",
            "Replica lag that is allowed.", static run => One(run.Status.Pressure?.MaxReplicaLagSeconds)),
        Counter("dataflux_replica_hold_seconds_total", "dataflux.replica.hold", "s",
            "Time that the run waited for replicas.",
            static run => One(run.Status.Pressure is { MaxReplicaLagSeconds: not null } pressure ? pressure.HeldSeconds : null)),
        Gauge("dataflux_source_backlog_bytes", "dataflux.source.backlog", "By",
            "What the source kept for this migration when the run began, such as WAL of its slot.",
            static run => One(run.Status.Backlog?.Bytes)),
        Gauge("dataflux_start_time_seconds", null, "s",
            "When this process began, since 1970.", static run => One(run.Status.StartedAt.ToUnixTimeSeconds())),
    ];

    private static RunMetric Counter(
        string? page, string meter, string unit, string help, Func<RunFigures, IEnumerable<RunSample>> read) =>
        new(page, meter, unit, Grows: true, help, read);

    private static RunMetric Gauge(
        string page, string? meter, string unit, string help, Func<RunFigures, IEnumerable<RunSample>> read) =>
        new(page, meter, unit, Grows: false, help, read);

    private static IEnumerable<RunSample> One(double? value) => value is { } known ? [new RunSample(known)] : [];

    private static IEnumerable<RunSample> Each(string label, IReadOnlyDictionary<string, long> values) =>
        values.Select(pair => new RunSample(pair.Value, (label, pair.Key)));
}
