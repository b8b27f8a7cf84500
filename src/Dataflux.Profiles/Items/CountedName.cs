namespace Dataflux.Profiles.Items;

/// <summary>The name of attributes that were not read, and how many there are.</summary>
/// <param name="raw">The name's bytes as they are in the export.</param>
/// <param name="name">The name, decoded; of a member of a map its path.</param>
/// <param name="example">The beginning of one of the values.</param>
/// <param name="next">Another name in the same bucket.</param>
internal sealed class CountedName(byte[] raw, string name, string example, CountedName? next)
{
    /// <summary>The name, decoded; a lone surrogate shows as U+FFFD.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it is one of a map.</summary>
    public bool IsMember { get; init; }

    /// <summary>The beginning of one of the values.</summary>
    public string Example { get; } = example;

    /// <summary>Another name in the same bucket.</summary>
    public CountedName? Next { get; } = next;

    // A list has many maps, an item one list.
    private long _lastItem;

    /// <summary>How many items had it unread, since the last <see cref="AttributeCounter.Clear"/>.</summary>
    public long Items { get; set; }

    /// <summary>Counts an item, once.</summary>
    /// <param name="item">The item's number, from 1 on.</param>
    public void Count(long item)
    {
        Items += item == _lastItem ? 0 : 1;
        _lastItem = item;
    }

    public bool Is(ReadOnlySpan<byte> name) => name.SequenceEqual(raw);
}
