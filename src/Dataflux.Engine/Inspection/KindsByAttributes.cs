using Dataflux.Profiles;

namespace Dataflux.Engine.Inspection;

/// <summary>
/// Tells kinds apart by the attributes that items have: two items are of one kind when at least half of the attributes of the one
/// that has fewer are those of the other. Attributes that all items have, such as the key, say nothing.
/// </summary>
/// <param name="rule">The rule.</param>
/// <param name="shared">The names that say nothing.</param>
/// <param name="budget">How many attributes are looked at in all kinds together.</param>
internal sealed class KindsByAttributes(KindRule rule, IReadOnlySet<string> shared, AttributeBudget budget) : KindSorter(rule, budget)
{
    private const int MostShapes = 10_000;
    private const double Alike = 0.5;

    private readonly Dictionary<ulong, KindCollector> _byShape = [];
    private readonly List<(HashSet<string> Names, KindCollector Kind)> _kinds = [];

    private protected override KindCollector? Find(Item item)
    {
        var shape = (ulong)item.Count;
        for (var i = 0; i < item.Count; i++)
            shape += ValueHash.Of(item.RawNameAt(i)); // in any order

        if (_byShape.TryGetValue(shape, out var known))
            return known;

        var names = Enumerable.Range(0, item.Count).Select(item.DisplayNameAt).Where(name => !shared.Contains(name))
            .ToHashSet(StringComparer.Ordinal);
        var kind = Nearest(names);
        if (kind is null)
        {
            kind = TryAdd(name: null);
            if (kind is null)
                return null;

            _kinds.Add((names, kind));
        }

        if (_byShape.Count < MostShapes)
            _byShape.Add(shape, kind);

        return kind;
    }

    private KindCollector? Nearest(HashSet<string> names)
    {
        var best = -1;
        var likeness = 0.0;
        for (var i = 0; i < _kinds.Count; i++)
        {
            var found = Likeness(_kinds[i].Names, names);
            if (found >= Alike && found > likeness)
                (best, likeness) = (i, found);
        }

        if (best < 0)
            return null;

        // Optional attributes of one item are known of the kind from then on, as long as they are not most of it.
        if (_kinds[best].Names.Count < AttributeSet.MostNames)
            _kinds[best].Names.UnionWith(names);

        return _kinds[best].Kind;
    }

    /// <summary>The part of the smaller set that is in the other; 1 for two empty ones.</summary>
    internal static double Likeness(HashSet<string> a, HashSet<string> b)
    {
        var smaller = Math.Min(a.Count, b.Count);
        return smaller == 0 ? a.Count == b.Count ? 1 : 0 : a.Count(b.Contains) / (double)smaller;
    }
}
