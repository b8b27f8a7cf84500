using Dataflux.Profiles.Items;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles;

public readonly partial struct Item
{
    /// <summary>
    /// The attributes as plain JSON: numbers as JSON numbers with all digits, binaries as base64 text, sets as arrays,
    /// NULL as null. Text is taken over as it is, escapes included.
    /// </summary>
    /// <returns>The document.</returns>
    public Json ToJson()
    {
        ReadWhole();
        var json = new JsonBuilder();
        json.Attributes(this, plain: true);
        return json.ToJson();
    }

    /// <summary>The attributes in the export's own typed form: <c>{"id":{"S":"a"}}</c>.</summary>
    /// <returns>The document.</returns>
    public Json ToDynamoDbJson()
    {
        ReadWhole();
        var json = new JsonBuilder();
        json.Attributes(this, plain: false);
        return json.ToJson();
    }

    /// <summary>
    /// The item as a record for a table of DynamoDB: all attributes with their types, nothing lost. See <see cref="DynamoDbItem"/> for
    /// changing some of them.
    /// </summary>
    /// <returns>The record.</returns>
    public DynamoDbItem ToDynamoDb()
    {
        ReadWhole();
        return new(this);
    }

    private void ReadWhole()
    {
        MarkRead(0, Count);
        if (_table is { Kind: TableKind.Map, Reads: { } reads })
            reads.ReadWhole();
    }

    internal string DisplayNameAt(int index) => _table!.DisplayName(_first + index);

    internal ReadOnlySpan<byte> RawNameAt(int index) => _table!.RawName(_first + index);
}
