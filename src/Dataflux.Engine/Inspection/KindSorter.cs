using Dataflux.Profiles;

namespace Dataflux.Engine.Inspection;

/// <summary>Finds the kind of each item by a rule that was learned from some of them.</summary>
/// <param name="rule">The rule.</param>
/// <param name="budget">How many attributes are looked at in all kinds together.</param>
internal abstract class KindSorter(KindRule rule, AttributeBudget budget)
{
    /// <summary>More kinds than that are no kinds.</summary>
    internal const int MostKinds = 64;

    private const string OtherKinds = "(other kinds)";
    private const string UnknownDeletes = "(deleted, of an unknown kind)";

    private readonly List<KindCollector> _kinds = [];
    private KindCollector? _other;
    private KindCollector? _unknownDeletes;

    /// <summary>The rule.</summary>
    internal KindRule Rule => rule;

    /// <summary>Whether there were more kinds than are told apart.</summary>
    internal bool HasOtherKinds => _other is not null;

    /// <summary>All kinds met so far.</summary>
    internal IEnumerable<KindCollector> Kinds => _kinds.Concat(new[] { _other, _unknownDeletes }.OfType<KindCollector>());

    /// <summary>The kind of an item.</summary>
    internal KindCollector Of(Item item)
    {
        if (item.Change != Change.Delete)
            return Find(item) ?? (_other ??= NewKind(OtherKinds));

        var known = item.OldImage ?? (rule.By is KindRuleType.KeyPrefix or KindRuleType.None ? item.Keys : null);
        return known is { } seen
            ? Find(seen) ?? (_other ??= NewKind(OtherKinds))
            : _unknownDeletes ??= NewKind(UnknownDeletes);
    }

    /// <summary>The kind of an item that has attributes; <see langword="null"/> when there are too many kinds.</summary>
    private protected abstract KindCollector? Find(Item item);

    /// <summary>Adds a kind; <see langword="null"/> when there are too many.</summary>
    private protected KindCollector? TryAdd(string? name, IReadOnlyDictionary<string, string>? where = null)
    {
        if (_kinds.Count == MostKinds)
            return null;

        var kind = NewKind(name, where);
        _kinds.Add(kind);
        return kind;
    }

    private KindCollector NewKind(string? name, IReadOnlyDictionary<string, string>? where = null) =>
        new(name, where ?? new Dictionary<string, string>(), budget);
}
