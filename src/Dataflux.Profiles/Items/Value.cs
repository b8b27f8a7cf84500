using System.Text;
using System.Text.Json.Serialization;
using Dataflux.Profiles.Items;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles;

/// <summary>
/// One typed attribute value: of an item, a map or a list. Conversions throw <see cref="AttributeException"/> for
/// another type or a value that does not fit, NULL included: ask <see cref="IsNull"/> first where NULL is allowed.
/// </summary>
[JsonConverter(typeof(ValueJsonConverter))]
public readonly partial struct Value
{
    private readonly AttributeTable? _table;
    private readonly int _entry;

    internal Value(AttributeTable table, int entry)
    {
        _table = table;
        _entry = entry;
    }

    /// <summary>The value's DynamoDB type; <see cref="AttributeType.NULL"/> for a value made by <see langword="default"/>.</summary>
    public AttributeType Type => _table is null ? AttributeType.NULL : _table.Entries[_entry].Type;

    /// <summary>Whether the type is <see cref="AttributeType.NULL"/>.</summary>
    public bool IsNull => Type == AttributeType.NULL;

    /// <summary>The path of the value in its item, such as <c>address.lines[2]</c>.</summary>
    public string Path => _table is null ? "" : _table.PathOf(_entry);

    /// <summary>
    /// Whether an S value holds half of a surrogate pair (an escape such as <c>\ud800</c> alone). Only damaged data does;
    /// it is no Unicode text, and <see cref="AsString"/> throws for it.
    /// </summary>
    public bool HasLoneSurrogate
    {
        get
        {
            if (Type != AttributeType.S || !Entry.ValueEscaped)
                return false;
            JsonText.Decode(Raw, escaped: true, out var loneSurrogate);
            return loneSurrogate;
        }
    }

    internal bool IsDefault => _table is null;

    internal ReadOnlySpan<byte> Raw => _table is null ? default : _table.RawValue(_entry);

    private AttributeEntry Entry => _table!.Entries[_entry];

    /// <summary>The value as plain JSON, see <see cref="Item.ToJson"/>.</summary>
    /// <returns>The document.</returns>
    public Json ToJson()
    {
        _table?.ReadWhole(_entry);
        var json = new JsonBuilder();
        json.Value(this, plain: true);
        return json.ToJson();
    }

    /// <summary>The value in the export's own typed form: <c>{"S":"a"}</c>.</summary>
    /// <returns>The document.</returns>
    public Json ToDynamoDbJson()
    {
        _table?.ReadWhole(_entry);
        var json = new JsonBuilder();
        json.Value(this, plain: false);
        return json.ToJson();
    }

    /// <summary>The value as DynamoDB JSON, for messages.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => ToDynamoDbJson().ToString();

    private AttributeException WrongType(string wanted) => AttributeErrors.WrongType(this, wanted);

    /// <summary>The text inside the quotes with escapes resolved; for N and B, whose text is ASCII.</summary>
    private ReadOnlySpan<byte> Unescaped() => Entry.ValueEscaped ? Encoding.UTF8.GetBytes(JsonText.DecodeExactly(Raw)) : Raw;
}
