using System.Text;
using System.Text.Json.Serialization;
using Dataflux.Profiles.Items;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles;

/// <summary>
/// A typed, read-only view of the attributes of one DynamoDB item, or of a map inside one. Getters name the attribute
/// and the type wanted; nothing is converted silently. An item may be kept after <c>parseItem</c> returns: it keeps the
/// part of the export it was read from in memory, about a megabyte shared by its neighbours.
/// </summary>
/// <remarks>
/// <c>X(name)</c> wants the attribute to be there; <c>TryX(name)</c> gives <see langword="null"/> when it is missing or
/// NULL. Both throw <see cref="AttributeException"/> for another type or a value that does not fit; its message names
/// the attribute's path, what was found and what was asked. Names are case-sensitive.
/// </remarks>
[JsonConverter(typeof(ItemJsonConverter))]
public readonly partial struct Item
{
    private const int NoRecord = -1;

    // Records below it are those of items seen as deleted, counted down from it: an even number without their old image, an odd one with
    // it.
    private const int FirstAsDeleted = -2;
    private readonly AttributeTable? _table;
    private readonly int _first;
    private readonly int _record;

    internal Item(AttributeTable table, int record)
        : this(table, table.Records[record].Attributes, record)
    {
    }

    internal Item(AttributeTable table, EntryRange attributes, int record = NoRecord)
    {
        _table = table;
        _first = attributes.First;
        Count = attributes.Count;
        _record = record;
    }

    /// <summary>How many attributes there are.</summary>
    public int Count { get; }

    /// <summary>What happened to the item; always <see cref="Profiles.Change.Put"/> for a full export.</summary>
    public Change Change => IsAsDeleted ? Change.Delete : Detail?.Change ?? Change.Put;

    /// <summary>The key attributes of an incremental export's record; empty for a full export, which does not name its keys.</summary>
    public Item Keys => Detail is { } detail ? new Item(_table!, detail.Keys) : default;

    /// <summary>The item as it was before an incremental export's window; <see langword="null"/> when the export has none.</summary>
    public Item? OldImage => !IsAlone && Detail is { OldImage: { } old } ? new Item(_table!, old) : null;

    /// <summary>When the change was written, to the microsecond, in UTC; <see langword="null"/> for a full export.</summary>
    public DateTimeOffset? WrittenAt => Detail?.WrittenAt;

    /// <summary>The names of all attributes, in the export's order, which DynamoDB does not define.</summary>
    /// <exception cref="AttributeException">A name holds half of a surrogate pair, which is no text.</exception>
    public IReadOnlyList<string> Names
    {
        get
        {
            var names = new string[Count];
            for (var i = 0; i < names.Length; i++)
                names[i] = NameAt(i);
            return names;
        }
    }

    private bool IsAsDeleted => _record <= FirstAsDeleted;

    private bool IsAlone => IsAsDeleted && (FirstAsDeleted - _record & 1) == 0;

    private ChangeDetail? Detail => _table is not null && _record != NoRecord
        && _table.Records[IsAsDeleted ? FirstAsDeleted - _record >> 1 : _record] is { IsChange: true } record
        ? _table.Changes[record.Detail]
        : null;

    /// <summary>The attribute as a value of any type.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <exception cref="AttributeException">The attribute is missing.</exception>
    public Value this[string name] => Required(name, "a value of any type");

    /// <summary>Reads one item from DynamoDB JSON: <c>{"Item":{..}}</c>, a line of an incremental export, or bare attributes.</summary>
    /// <param name="dynamoDbJson">The JSON text; it may span several lines.</param>
    /// <returns>The item.</returns>
    /// <exception cref="FormatException">The text is not DynamoDB JSON; the message says where.</exception>
    public static Item Parse(string dynamoDbJson)
    {
        ArgumentNullException.ThrowIfNull(dynamoDbJson);
        byte[] bytes;
        try
        {
            bytes = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(dynamoDbJson);
        }
        catch (EncoderFallbackException e)
        {
            throw new FormatException($"column {e.Index + 1}: expected text, found half of a surrogate pair", e);
        }

        var block = ItemBlock.ParseSingle(bytes);
        return block.Error(0) is { } error ? throw new FormatException(error) : block.Item(0);
    }

    /// <summary>Whether the attribute is there, NULL or not.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>Whether it is there.</returns>
    public bool Has(string name) => Find(name) >= 0;

    /// <summary>Whether the attribute is there with the type NULL. A missing attribute is not NULL.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>Whether it is there and NULL.</returns>
    public bool IsNull(string name)
    {
        var entry = Find(name);
        return entry >= 0 && _table!.Entries[entry].Type == AttributeType.NULL;
    }

    /// <summary>Goes through the attributes: <c>foreach (var (name, value) in item)</c>.</summary>
    /// <returns>The enumerator.</returns>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>The item as DynamoDB JSON, for messages.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => ToDynamoDbJson().ToString();

    /// <summary>An item of an incremental export as if it were deleted: without attributes.</summary>
    internal Item AsDeleted() => IsAsDeleted ? this : new Item(_table!, default, FirstAsDeleted - (_record << 1 | 1));

    /// <summary>An item of an incremental export as if it were deleted, and the export had no old images: its keys alone.</summary>
    internal Item AsDeletedAlone() =>
        new(_table!, default, IsAsDeleted ? (_record & 1) == 0 ? _record : _record + 1 : FirstAsDeleted - (_record << 1));

    internal string NameAt(int index)
    {
        var table = _table!;
        var entry = table.Entries[_first + index];
        var name = JsonText.Decode(table.RawName(_first + index), entry.NameEscaped, out var loneSurrogate);
        return loneSurrogate ? throw AttributeErrors.LoneSurrogateInName(table, _first + index) : name;
    }

    /// <summary>Notes that attributes were read, see <see cref="AttributeCounter"/>.</summary>
    internal void MarkRead(int first, int count) => _table?.MarkRead(new EntryRange(_first + first, count));

    internal Value ValueAt(int index) => new(_table!, _first + index);
}
