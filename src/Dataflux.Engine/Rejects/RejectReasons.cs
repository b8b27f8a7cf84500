using System.Text.RegularExpressions;
using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Rejects;

/// <summary>
/// Counts rejects by reason. Messages that differ only in their values (numbers and what stands in quotes) are one reason; the target's
/// code in a message and a place in the script at its beginning are not values.
/// </summary>
public sealed partial class RejectReasons
{
    // Beyond it, reasons are counted by their stage and code alone.
    private const int MaxReasons = 1_000;
    private readonly Dictionary<(string Stage, RejectError Pattern), RejectReason> _reasons = [];

    /// <summary>Counts a reject.</summary>
    /// <param name="stage">Where it was rejected.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="items">How many items it holds.</param>
    /// <returns>The <see cref="RejectReason.Key"/> of its reason.</returns>
    public string Count(string stage, RejectError error, long items)
    {
        var key = (stage, error with { Message = Values().Replace(error.Message, value => value.Value == error.Code ? value.Value : "…") });
        if (!_reasons.ContainsKey(key) && _reasons.Count >= MaxReasons)
            key = (stage, new RejectError("other reasons") { Code = error.Code });

        _reasons[key] = _reasons.TryGetValue(key, out var known)
            ? known with
            {
                Message = known.Message == error.Message ? known.Message : key.Item2.Message,
                Rejects = known.Rejects + 1,
                Items = known.Items + items,
            }
            : new RejectReason(
                $"{_reasons.Count}", stage, error.Message, error.Code, error.Table, error.Column, error.Constraint, 1, items);
        return _reasons[key].Key;
    }

    /// <summary>The reasons, those of most items first.</summary>
    public IReadOnlyList<RejectReason> MostFrequentFirst() =>
        [.. _reasons.Values.OrderByDescending(reason => reason.Items).ThenBy(reason => reason.Stage, StringComparer.Ordinal)
            .ThenBy(reason => reason.Message, StringComparer.Ordinal)];

    [GeneratedRegex("""(?<![\w(,])(?:"[^"]*"|'[^']*'|[-+]?\d[\d.,]*)(?!\w)""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Values();
}
