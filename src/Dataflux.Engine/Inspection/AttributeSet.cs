using System.Text;
using Dataflux.Profiles;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Engine.Inspection;

/// <summary>The attributes of a kind of items, or of the maps under one path.</summary>
/// <param name="path">The path of the maps; empty for items.</param>
/// <param name="budget">How many attributes may be added.</param>
internal sealed class AttributeSet(string path, AttributeBudget budget)
{
    /// <summary>A map with more names than this is one whose names are data; the others are taken together as <c>*</c>.</summary>
    internal const int MostNames = 200;

    private const string Other = "*";

    private readonly List<AttributeCollector> _inOrder = [];
    private readonly Dictionary<byte[], AttributeCollector?> _byName = new(RawName.Comparer);
    private AttributeCollector? _other;
    private long _observed;

    /// <summary>Whether there were more names than are looked at one by one.</summary>
    internal bool HasOther => _other is not null || _inOrder.Exists(static each => each.HasOther);

    /// <summary>Takes an item's, or a map's, attributes.</summary>
    /// <param name="item">The item.</param>
    /// <param name="part">The number of its part; -1 for what is no attribute of the item itself, whose values are not compared.</param>
    internal void Add(Item item, int part)
    {
        _observed++;
        var byName = _byName.GetAlternateLookup<ReadOnlySpan<byte>>();
        for (var i = 0; i < item.Count; i++)
        {
            var raw = item.RawNameAt(i);
            if (!byName.TryGetValue(raw, out var collector))
                collector = Find(raw, item.DisplayNameAt(i));

            collector?.Add(item.ValueAt(i), part);
        }
    }

    /// <summary>What was found, each attribute before those in it.</summary>
    internal IEnumerable<AttributeInspection> Findings() =>
        (_other is null ? _inOrder : _inOrder.Append(_other)).SelectMany(collector => collector.Findings(_observed));

    private AttributeCollector? Find(ReadOnlySpan<byte> raw, string name)
    {
        // A name that is written with escapes in one place and without in another is one name.
        var plain = Encoding.UTF8.GetBytes(name);
        if (_byName.TryGetValue(plain, out var known))
            return known;

        if (_byName.Count >= MostNames)
            return _other ??= NewCollector(Other);

        var collector = NewCollector(name);
        if (collector is not null)
            _inOrder.Add(collector);

        _byName[plain] = collector;
        if (!raw.SequenceEqual(plain))
            _byName[raw.ToArray()] = collector;

        return collector;
    }

    private AttributeCollector? NewCollector(string name) =>
        budget.TryTake() ? new AttributeCollector(AttributePath.Join(path, name), budget, path.Length == 0 ? name : null) : null;
}
