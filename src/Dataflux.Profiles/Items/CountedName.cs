namespace Dataflux.Profiles.Items;

/// <summary>The name of attributes that were not read, and how many there are.</summary>
/// <param name="raw">The name's bytes as they are in the export.</param>
/// <param name="name">The name, decoded.</param>
/// <param name="example">The beginning of one of the values.</param>
/// <param name="next">Another name in the same bucket.</param>
internal sealed class CountedName(byte[] raw, string name, string example, CountedName? next)
{
    /// <summary>The name, decoded; a lone surrogate shows as U+FFFD.</summary>
    public string Name { get; } = name;

    /// <summary>The beginning of one of the values.</summary>
    public string Example { get; } = example;

    /// <summary>Another name in the same bucket.</summary>
    public CountedName? Next { get; } = next;

    /// <summary>How many items had it unread, since the last <see cref="AttributeCounter.Clear"/>.</summary>
    public long Items { get; set; }

    public bool Is(ReadOnlySpan<byte> name) => name.SequenceEqual(raw);
}
