using System.Diagnostics.Metrics;
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
    private readonly Meter _meter = new(Name, DatafluxCommand.Version);
    private readonly Histogram<double> _batches;
    private readonly KeyValuePair<string, object?> _migration;

    internal RunMeter(RunMonitor monitor)
    {
        _migration = new("dataflux.migration", monitor.Status().Name);
        _batches = _meter.CreateHistogram<double>("dataflux.batch.duration", "s", "Time of a transaction from its first statement to its commit.");
        Counter("dataflux.items.read", "{item}", "Items read.", () => monitor.Metrics().Counts.Items);
        Counter("dataflux.items.kept", "{item}", "Items whose rows were committed.", () => monitor.Metrics().Counts.Kept);
        Counter("dataflux.read.size", "By", "Length of the items read, decompressed.", () => monitor.Metrics().Counts.Bytes);
        Counter("dataflux.batches", "{batch}", "Transactions committed.", () => monitor.Metrics().Counts.Batches);
        Counter("dataflux.retries", "{retry}", "Calls repeated because of transient failures.", () => monitor.Status().Retries);
        Counter("dataflux.files.done", "{file}", "Files done.", () => monitor.Status().FilesDone);
        Named("dataflux.items.skipped", "{item}", "Items skipped by design.", "dataflux.reason", () => monitor.Metrics().Counts.Skipped);
        Named("dataflux.items.rejected", "{item}", "Items in the reject file.", "dataflux.stage", () => monitor.Metrics().Counts.Rejected);
        Named("dataflux.records.written", "{record}", "Records committed.", "dataflux.result", () => Results(monitor.Metrics().Counts.Records));
        _meter.CreateObservableGauge("dataflux.items.expected", () => Of(monitor.Status().ItemsTotal), "{item}", "Items the manifest promises.");
        _meter.CreateObservableGauge("dataflux.files", () => Of(monitor.Status().Files), "{file}", "Files of the export.");
    }

    /// <inheritdoc/>
    public void BatchWritten(int records, WriteCounts counts, TimeSpan duration) => _batches.Record(duration.TotalSeconds, _migration);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Dictionary<string, long> Results(WriteCounts records) => new(StringComparer.Ordinal)
    {
        ["inserted"] = records.Inserted,
        ["updated"] = records.Updated,
        ["unchanged"] = records.Unchanged,
    };

    private void Counter(string name, string unit, string description, Func<long> value) =>
        _meter.CreateObservableCounter(name, () => new Measurement<long>(value(), _migration), unit, description);

    private void Named(string name, string unit, string description, string label, Func<IReadOnlyDictionary<string, long>> values) =>
        _meter.CreateObservableCounter(
            name,
            () => values().Select(pair => new Measurement<long>(pair.Value, _migration, new(label, pair.Key))),
            unit,
            description);

    private IEnumerable<Measurement<long>> Of(long? value) => value is { } known ? [new Measurement<long>(known, _migration)] : [];
}
