using Dataflux.Composing.Output;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;

namespace Dataflux.Cli.Monitoring;

/// <summary>Counts why this process rejected items; when it ends, why all items in the reject file were.</summary>
/// <param name="stateFolder">The migration's state folder.</param>
internal sealed class RejectCounts(string stateFolder) : IMigrationObserver
{
    private const int MostShown = 20;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Stage, string Reason), long> _byCode = [];
    private readonly RejectReasons _reasons = new();
    private IReadOnlyList<RejectReportEntry>? _stored;

    public void Rejected(string stage, RejectError error, int items)
    {
        var key = (stage, error.Code ?? (stage == "read" ? "malformed" : "other"));
        lock (_gate)
        {
            _reasons.Count(stage, error, items);
            _byCode[key] = _byCode.GetValueOrDefault(key) + items;
        }
    }

    // What earlier processes rejected, and examples, are known from the reject file alone.
    public void Completed(RunSummary summary)
    {
        if (summary.Counts.RejectedTotal == 0)
            return;

        try
        {
            var report = RejectReport.Of(RejectReader.ReadAll(stateFolder), examples: 1);
            lock (_gate)
                _stored = report.Reasons;
        }
        catch (Exception e) when (e is StateException or IOException or UnauthorizedAccessException)
        {
            // What this process counted is shown then.
        }
    }

    /// <summary>The reasons, those of most items first; an example of each when the run has ended.</summary>
    internal IReadOnlyList<RejectReportEntry> MostFrequent()
    {
        lock (_gate)
        {
            var all = _stored ?? _reasons.MostFrequentFirst().Select(static reason => new RejectReportEntry(reason, []));
            return [.. all.Where(entry => entry.Reason.Items > 0).Take(MostShown)];
        }
    }

    /// <summary>Items that this process rejected, by stage and by the target's code or exception.</summary>
    internal IReadOnlyList<(string Stage, string Reason, long Items)> ByCode()
    {
        lock (_gate)
            return [.. _byCode.Select(pair => (pair.Key.Stage, pair.Key.Reason, pair.Value))];
    }
}
