using System.Diagnostics.Metrics;
using Dataflux.Composing.Terminal;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Monitoring;

/// <summary>
/// The meter <c>Dataflux</c>: names and units follow OpenTelemetry's conventions (units in UCUM). Its counters are read from
/// the monitor when someone collects them, so that a run pays nothing for them.
/// </summary>
internal sealed class RunMeter : IMigrationObserver, IDisposable
{
    internal const string Name = "Dataflux";
    private readonly Meter _meter = new(Name, ToolVersion.Text);
    private readonly Histogram<double> _batches;
    private readonly Histogram<double> _commits;
    private readonly Histogram<double> _queues;
    private readonly KeyValuePair<string, object?> _migration;

    internal RunMeter(RunMonitor monitor)
    {
        _migration = new("dataflux.migration", monitor.Status().Name);
        _batches = _meter.CreateHistogram<double>(
            "dataflux.batch.duration", "s", "Time of a transaction from its first statement to its commit.");
        _commits = _meter.CreateHistogram<double>("dataflux.commit.duration", "s", "Time of a commit, from the last statement's end.");
        _queues = _meter.CreateHistogram<double>(
            "dataflux.queue.lag", "s", "How long what a stage took from its queue had been ready for it.");
        Counter("dataflux.items.read", "{item}", "Items read.", () => monitor.Metrics().Counts.Items);
        Counter("dataflux.items.kept", "{item}", "Items whose rows were committed.", () => monitor.Metrics().Counts.Kept);
        Counter("dataflux.read.size", "By", "Length of the items read, decompressed.", () => monitor.Metrics().Counts.Bytes);
        Counter("dataflux.batches", "{batch}", "Transactions committed.", () => monitor.Metrics().Counts.Batches);
        Counter("dataflux.retries", "{retry}", "Calls repeated because of transient failures.", () => monitor.Status().Retries);
        Counter("dataflux.files.done", "{file}", "Files done.", () => monitor.Status().FilesDone);
        Named("dataflux.items.skipped", "{item}", "Items skipped by design.", "dataflux.reason", () => monitor.Metrics().Counts.Skipped);
        Named("dataflux.items.rejected", "{item}", "Items in the reject file.", "dataflux.stage", () => monitor.Metrics().Counts.Rejected);
        _meter.CreateObservableCounter(
            "dataflux.items.rejected_by_reason",
            () => monitor.RejectedByReason.Select(count =>
                new Measurement<long>(count.Items, _migration, new("dataflux.stage", count.Stage), new("dataflux.reason", count.Reason))),
            "{item}",
            "Items that this process rejected, by stage and by the target's code or exception.");
        _meter.CreateObservableCounter(
            "dataflux.stage.time",
            () => monitor.Metrics().Times.Work
                .Select(work => new Measurement<double>(work.Seconds, _migration, new("dataflux.stage", work.Stage))),
            "s",
            "Time that a stage worked, summed over its tasks.");
        Named(
            "dataflux.records.written",
            "{record}",
            "Records committed.",
            "dataflux.result",
            () => Results(monitor.Metrics().Counts.Records));
        _meter.CreateObservableGauge(
            "dataflux.items.expected", () => Of(monitor.Status().ItemsTotal), "{item}", "Items the manifest promises.");
        _meter.CreateObservableGauge("dataflux.files", () => Of(monitor.Status().Files), "{file}", "Files of the export.");
        AddPartitions(monitor.Status);
        _meter.CreateObservableGauge(
            "dataflux.waiting", () => Of(monitor.Status().Waiting is null ? 0 : 1), "1", "1 while a transient failure is waited out.");
        AddPressure(() => monitor.Status().Pressure);
    }

    /// <inheritdoc/>
    public void BatchWritten(int records, WriteCounts counts, TimeSpan duration, TimeSpan commit)
    {
        _batches.Record(duration.TotalSeconds, _migration);
        _commits.Record(commit.TotalSeconds, _migration);
    }

    /// <inheritdoc/>
    public void Dequeued(StageQueue queue, TimeSpan lag) =>
        _queues.Record(lag.TotalSeconds, _migration, new("dataflux.queue", StageTimes.NameOf(queue)));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Dictionary<string, long> Results(WriteCounts records) => new(StringComparer.Ordinal)
    {
        ["inserted"] = records.Inserted,
        ["updated"] = records.Updated,
        ["unchanged"] = records.Unchanged,
        ["deleted"] = records.Deleted,
    };

    private void Counter(string name, string unit, string description, Func<long> value) =>
        _meter.CreateObservableCounter(name, () => new Measurement<long>(value(), _migration), unit, description);

    private void Named(string name, string unit, string description, string label, Func<IReadOnlyDictionary<string, long>> values) =>
        _meter.CreateObservableCounter(
            name,
            () => values().Select(pair => new Measurement<long>(pair.Value, _migration, new(label, pair.Key))),
            unit,
            description);

    private void AddPartitions(Func<RunStatus> status)
    {
        const string Unit = "{partition}";
        _meter.CreateObservableGauge("dataflux.partitions", () => Of(status().Partitions), Unit, "Partitions of the export's rows.");
        _meter.CreateObservableGauge("dataflux.partitions.done", () => Of(Done(status())), Unit, "Partitions that are grouped.");

        static long? Done(RunStatus run) => run.Partitions is null ? null : run.PartitionsDone;
    }

    private void AddPressure(Func<PressureStatus?> pressure)
    {
        Gauge("dataflux.rate.limit", "{record}/s", "Records per second that are allowed.", () => pressure()?.MaxRate);
        Seconds(
            "dataflux.rate.wait",
            "Time that writers waited for the rate.",
            () => pressure() is { MaxRate: not null } p ? p.RateWaitSeconds : null);
        Gauge("dataflux.replica.lag", "s", "Lag of the replica that is furthest behind.", () => pressure()?.ReplicaLagSeconds);
        Gauge("dataflux.replica.lag.limit", "s", "Replica lag that is allowed.", () => pressure()?.MaxReplicaLagSeconds);
        Seconds(
            "dataflux.replica.hold",
            "Time that the run waited for replicas.",
            () => pressure() is { MaxReplicaLagSeconds: not null } p ? p.HeldSeconds : null);
    }

    private void Gauge(string name, string unit, string description, Func<double?> value) =>
        _meter.CreateObservableGauge(name, () => Of(value()), unit, description);

    private void Seconds(string name, string description, Func<double?> value) =>
        _meter.CreateObservableCounter(name, () => Of(value()), "s", description);

    private IEnumerable<Measurement<double>> Of(double? value) => value is { } known ? [new Measurement<double>(known, _migration)] : [];

    private IEnumerable<Measurement<long>> Of(long? value) => value is { } known ? [new Measurement<long>(known, _migration)] : [];
}
