namespace Dataflux.Profiles.Parsing;

/// <summary>
/// The entries of a block, or of one nested map, list or set that a profile looked into. Shared by all views; nothing
/// in it changes after it is made but what was read of it, so a view stays valid as long as somebody holds it.
/// </summary>
internal sealed class AttributeTable(byte[] bytes, AttributeEntry[] entries, TableKind kind)
{
    public byte[] Bytes { get; } = bytes;

    public AttributeEntry[] Entries { get; } = entries;

    public TableKind Kind { get; } = kind;

    public LineRecord[] Records { get; init; } = [];

    public ChangeDetail[] Changes { get; init; } = [];

    public string[] Errors { get; init; } = [];

    /// <summary>Told what is read; <see langword="null"/>: nobody asks.</summary>
    public ReadNames? Reads { get; set; }

    /// <summary>Receives the maps that are opened in the block's items; <see langword="null"/>: nobody asks.</summary>
    public List<AttributeTable>? Opened { get; set; }

    /// <summary>The block's table, and the attribute in it that this is a part of.</summary>
    public (AttributeTable Table, int Entry) InBlock
    {
        get
        {
            var (table, entry) = (this, 0);
            while (table.Parent is { } parent)
                (table, entry) = (parent, table.ParentEntry);
            return (table, entry);
        }
    }

    /// <summary>Where the map, list or set begins in the block: what tells it from all others.</summary>
    public int Place => Parent is null ? 0 : Parent.Entries[ParentEntry].ValueStart;

    private AttributeTable? Parent { get; init; }

    private int ParentEntry { get; init; }

    public ReadOnlySpan<byte> RawName(int entry) => Bytes.AsSpan(Entries[entry].NameStart, Entries[entry].NameLength);

    public ReadOnlySpan<byte> RawValue(int entry) => Bytes.AsSpan(Entries[entry].ValueStart, Entries[entry].ValueLength);

    /// <summary>An attribute's name for messages; a lone surrogate shows as U+FFFD.</summary>
    public string DisplayName(int entry) => JsonText.Decode(RawName(entry), Entries[entry].NameEscaped, out _);

    /// <summary>Notes that attributes were read, whatever their names.</summary>
    public void MarkRead(EntryRange attributes)
    {
        foreach (ref var entry in Entries.AsSpan(attributes.First, attributes.Count))
            entry.MarkRead();
        Reads?.Add(this, attributes);
    }

    /// <summary>Notes that a member was read with all that is in it.</summary>
    public void ReadWhole(int entry)
    {
        if (Reads is not null && Entries[entry].Type is AttributeType.M or AttributeType.L)
            Reads.Of(this, entry)?.ReadWhole();
    }

    /// <summary>The members of a map or list, which a profile looks into.</summary>
    public AttributeTable Open(int entry)
    {
        var opened = Expand(entry);
        if (Reads?.Of(this, entry) is not { } reads)
            return opened;
        opened.Reads = reads;
        if (opened.Kind == TableKind.Map)
            opened.InBlock.Table.Opened?.Add(opened);
        return opened;
    }

    /// <summary>The members of a map, list or set as a table of their own.</summary>
    public AttributeTable Expand(int entry)
    {
        var parent = Entries[entry];
        var scanner = new ItemScanner(Bytes.AsSpan(0, parent.ValueStart + parent.ValueLength), initialEntries: 16);
        try
        {
            if (!scanner.Members(parent.Type, parent.ValueStart))
                throw new InvalidOperationException($"{PathOf(entry)}: the bytes of a parsed block were changed");
            var shape = parent.Type == AttributeType.M ? TableKind.Map : TableKind.Elements;
            return new AttributeTable(Bytes, scanner.TakeEntries(), shape) { Parent = this, ParentEntry = entry };
        }
        finally
        {
            scanner.Release();
        }
    }

    /// <summary>An attribute's path for messages, such as <c>address.lines[2]</c>.</summary>
    public string PathOf(int entry) => Kind == TableKind.Elements
        ? $"{PathOfParent()}[{entry}]"
        : AttributePath.Join(Kind == TableKind.Records ? PathOfImage(entry) : PathOfParent(), DisplayName(entry));

    /// <summary>The path of the map that an attribute is, or would be, in; empty for an item.</summary>
    public string PathOfMap(int firstEntry) => Kind == TableKind.Records ? PathOfImage(firstEntry) : PathOfParent();

    private string PathOfParent() => Parent is null ? "" : Parent.PathOf(ParentEntry);

    private string PathOfImage(int entry)
    {
        foreach (var change in Changes)
        {
            if (change.Keys.Contains(entry))
                return "Keys";
            if (change.OldImage is { } old && old.Contains(entry))
                return "OldImage";
        }

        return "";
    }
}
