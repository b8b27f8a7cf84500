using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;

namespace Dataflux.Engine.Rejects;

/// <summary>Counts the rejects of this process by reason, to name the most frequent ones and to enforce the limit.</summary>
internal sealed class RejectTally(RejectLimit? limit)
{
    private readonly Lock _gate = new();
    private readonly RejectReasons _reasons = new();
    private long _total;

    /// <summary>Counts rejected items.</summary>
    /// <exception cref="TooManyRejectsException">There are more than allowed.</exception>
    internal void Count(Stage stage, RejectError error, long items, long itemsRead)
    {
        lock (_gate)
        {
            _total += items;
            _reasons.Count(StageNames.Of(stage), error, items);
            if (limit is not null && limit.IsExceeded(_total, itemsRead))
                throw new TooManyRejectsException(limit, _total, itemsRead, MostFrequent());
        }
    }

    /// <summary>Takes back the rejects of a part that is read again; the reasons stay, they are the same again.</summary>
    internal void Forget(long items)
    {
        lock (_gate)
            _total -= items;
    }

    private string[] MostFrequent() =>
        [.. _reasons.MostFrequentFirst().Take(3).Select(reason => $"{reason.Items:N0} x {reason.Stage}: {reason.Message}")];
}
