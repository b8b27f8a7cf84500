using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles.Items;

/// <summary>
/// Counts the attributes of items that were not read when the items became rows, and the members of maps that were opened and not read.
/// Used by one thread, for every attribute of every item: those that were read cost a look at a bit.
/// </summary>
/// <param name="ignores">Says of a name that nobody wants to know of it.</param>
internal sealed class AttributeCounter(Func<string, bool> ignores)
{
    // An export whose names are data has no end of them.
    private const int MostNames = 1_024;
    private readonly NameCounts _ofItems = new("", MostNames);
    private readonly Dictionary<ReadNames, NameCounts> _ofMaps = [];
    private readonly HashSet<int> _places = [];
    private long _item;

    /// <summary>The items since the last <see cref="Clear"/>.</summary>
    public long Items { get; private set; }

    /// <summary>Whether there were more names of items than are told apart.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>The names seen so far.</summary>
    public IEnumerable<CountedName> Names => _ofMaps.Values.Prepend(_ofItems).SelectMany(static counts => counts.Names);

    /// <summary>Receives the maps that are opened in an item.</summary>
    public List<AttributeTable> Opened { get; } = [];

    /// <summary>Adds an item.</summary>
    /// <param name="table">Where it is.</param>
    /// <param name="attributes">Its attributes.</param>
    public void Add(AttributeTable table, EntryRange attributes)
    {
        Items++;
        _item++;
        var entries = table.Entries.AsSpan(attributes.First, attributes.Count);
        for (var i = 0; i < entries.Length; i++)
        {
            if (!entries[i].IsReadOrNull && !_ofItems.Add(table, attributes.First + i, _item))
                HasOthers |= !ignores(table.DisplayName(attributes.First + i));
        }

        if (Opened.Count > 0)
            AddMembers(attributes);
    }

    /// <summary>Begins to count from nothing.</summary>
    public void Clear()
    {
        (Items, HasOthers) = (0, false);
        foreach (var counts in _ofMaps.Values.Prepend(_ofItems))
            counts.Clear();
    }

    // A map that is opened several times is asked for what was read of it the first time; what was read later is known by its name.
    private void AddMembers(EntryRange attributes)
    {
        _places.Clear();
        foreach (var map in Opened)
        {
            if (map.Reads is { IsWhole: false } reads && attributes.Contains(map.InBlock.Entry)
                && (Opened.Count == 1 || _places.Add(map.Place)))
            {
                AddMembers(map, reads);
            }
        }
    }

    private void AddMembers(AttributeTable map, ReadNames reads)
    {
        for (var i = 0; i < map.Entries.Length; i++)
        {
            if (map.Entries[i].IsReadOrNull)
                continue;
            if (!_ofMaps.TryGetValue(reads, out var counts))
                _ofMaps.Add(reads, counts = new(reads.Path!, ReadNames.MostMembers));
            if (!counts.Add(map, i, _item))
            {
                reads.ReadWhole();
                return;
            }
        }
    }
}
