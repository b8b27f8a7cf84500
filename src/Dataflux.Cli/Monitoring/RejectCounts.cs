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
    private RejectReasons _reasons = new();
    private bool _resumed;

    public void Started(RunStart start) => _resumed = start.PartsDone > 0;

    public void Rejected(string stage, RejectError error, int items)
    {
        var key = (stage, error.Code ?? (stage == "read" ? "malformed" : "other"));
        lock (_gate)
        {
            _reasons.Count(stage, error, items);
            _byCode[key] = _byCode.GetValueOrDefault(key) + items;
        }
    }

    public void Completed(RunSummary summary)
    {
        if (!_resumed)
            return;

        // What earlier processes rejected is known from the reject file alone.
        var all = new RejectReasons();
        try
        {
            foreach (var (reject, _, _) in RejectReader.ReadAll(stateFolder))
                all.Count(reject.Stage, reject.Error, reject.Lines.Count);
        }
        catch (Exception e) when (e is StateException or IOException or UnauthorizedAccessException)
        {
            return;
        }

        lock (_gate)
            _reasons = all;
    }

    /// <summary>The reasons, those of most items first.</summary>
    internal IReadOnlyList<RejectReason> MostFrequent()
    {
        lock (_gate)
            return [.. _reasons.MostFrequentFirst().Where(reason => reason.Items > 0).Take(MostShown)];
    }

    /// <summary>Items that this process rejected, by stage and by the target's code or exception.</summary>
    internal IReadOnlyList<(string Stage, string Reason, long Items)> ByCode()
    {
        lock (_gate)
            return [.. _byCode.Select(pair => (pair.Key.Stage, pair.Key.Reason, pair.Value))];
    }
}
