using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles.Items;

/// <summary>How many items have attributes of some names unread: those of items, or the members of one map. Used by one thread.</summary>
/// <param name="path">The map's path; empty for items.</param>
/// <param name="most">How many names are told apart.</param>
internal sealed class NameCounts(string path, int most)
{
    private const int BucketBits = 9;
    private readonly CountedName?[] _buckets = new CountedName?[1 << BucketBits];
    private readonly List<CountedName> _names = [];

    /// <summary>The names seen so far.</summary>
    public IReadOnlyList<CountedName> Names => _names;

    /// <summary>Counts a name for an item, once.</summary>
    /// <param name="table">Where the attribute is.</param>
    /// <param name="entry">The attribute.</param>
    /// <param name="item">The item's number, growing.</param>
    /// <returns>Whether there was room for it.</returns>
    public bool Add(AttributeTable table, int entry, long item)
    {
        var name = table.RawName(entry);
        var bucket = NameFilter.Mix(name) >> (32 - BucketBits);
        for (var known = _buckets[bucket]; known is not null; known = known.Next)
        {
            if (known.Is(name))
            {
                known.Count(item);
                return true;
            }
        }

        if (_names.Count == most)
            return false;
        var example = AttributeErrors.Excerpt(new Value(table, entry));
        var display = path.Length == 0 ? table.DisplayName(entry) : AttributePath.Join(path, table.DisplayName(entry));
        var added = new CountedName(name.ToArray(), display, example, _buckets[bucket]) { IsMember = path.Length > 0 };
        added.Count(item);
        _buckets[bucket] = added;
        _names.Add(added);
        return true;
    }

    /// <summary>Begins to count from nothing.</summary>
    public void Clear()
    {
        foreach (var name in _names)
            name.Items = 0;
    }
}
