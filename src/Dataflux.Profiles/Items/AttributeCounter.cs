using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles.Items;

/// <summary>
/// Counts the attributes of items that were not read when the items became rows. Used by one thread, for every attribute of every item:
/// those that were read cost a look at a bit.
/// </summary>
/// <param name="ignores">Says of a name that nobody wants to know of it.</param>
internal sealed class AttributeCounter(Func<string, bool> ignores)
{
    // An export whose names are data has no end of them.
    private const int MostNames = 1_024;
    private const int BucketBits = 9;
    private readonly CountedName?[] _buckets = new CountedName?[1 << BucketBits];
    private readonly List<CountedName> _names = [];

    /// <summary>The items since the last <see cref="Clear"/>.</summary>
    public long Items { get; private set; }

    /// <summary>Whether there were more names than are told apart.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>The names seen so far.</summary>
    public IReadOnlyList<CountedName> Names => _names;

    /// <summary>Adds an item.</summary>
    /// <param name="table">Where it is.</param>
    /// <param name="attributes">Its attributes.</param>
    public void Add(AttributeTable table, EntryRange attributes)
    {
        Items++;
        var entries = table.Entries.AsSpan(attributes.First, attributes.Count);
        for (var i = 0; i < entries.Length; i++)
        {
            if (!entries[i].IsReadOrNull)
                AddUnread(table, attributes.First + i);
        }
    }

    /// <summary>Begins to count from nothing.</summary>
    public void Clear()
    {
        (Items, HasOthers) = (0, false);
        foreach (var name in _names)
            name.Items = 0;
    }

    private void AddUnread(AttributeTable table, int entry)
    {
        var name = table.RawName(entry);
        var bucket = NameFilter.Mix(name) >> (32 - BucketBits);
        for (var known = _buckets[bucket]; known is not null; known = known.Next)
        {
            if (known.Is(name))
            {
                known.Items++;
                return;
            }
        }

        if (_names.Count == MostNames)
        {
            HasOthers |= !ignores(table.DisplayName(entry));
            return;
        }

        var example = AttributeErrors.Excerpt(new Value(table, entry));
        var added = new CountedName(name.ToArray(), table.DisplayName(entry), example, _buckets[bucket]) { Items = 1 };
        _buckets[bucket] = added;
        _names.Add(added);
    }
}
