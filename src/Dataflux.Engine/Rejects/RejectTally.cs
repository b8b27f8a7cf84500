using Dataflux.Engine.Pipeline;

namespace Dataflux.Engine.Rejects;

/// <summary>Counts the rejects of this process by reason, to name the most frequent ones and to enforce the limit.</summary>
internal sealed class RejectTally(RejectLimit? limit)
{
    private const int MaxReasons = 1_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _byReason = [];
    private long _total;

    /// <summary>Counts rejected items.</summary>
    /// <exception cref="TooManyRejectsException">There are more than allowed.</exception>
    internal void Count(Stage stage, RejectError error, long items, long itemsRead)
    {
        lock (_gate)
        {
            _total += items;
            var reason = $"{StageNames.Of(stage)}: {error.Message}";
            if (_byReason.TryGetValue(reason, out var count) || _byReason.Count < MaxReasons)
            {
                _byReason[reason] = count + items;
            }

            if (limit is not null && limit.IsExceeded(_total, itemsRead))
            {
                throw new TooManyRejectsException(limit, _total, itemsRead, MostFrequent());
            }
        }
    }

    private string[] MostFrequent() =>
        [.. _byReason.OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Take(3).Select(r => $"{r.Value:N0} x {r.Key}")];
}
