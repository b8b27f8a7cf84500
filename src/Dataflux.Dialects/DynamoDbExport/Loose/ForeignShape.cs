using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport.Loose;

/// <summary>Names the shape of files that hold something else than items, and says what to do with them.</summary>
/// <param name="location">The file, for messages.</param>
internal sealed class ForeignShape(string location)
{
    /// <summary>The member of an event of DynamoDB Streams that has the images.</summary>
    internal const string EventName = "dynamodb";

    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 1024 };

    /// <summary>Values without a type.</summary>
    /// <param name="name">The attribute that has one.</param>
    internal SourceException Plain(string name) => new(
        $"{location}: is plain JSON: the value of \"{name}\" has no type; expected DynamoDB JSON, such as "
            + $"{{\"{name}\":{{\"S\":\"text\"}}}}: export the table again, or read it with 'aws dynamodb scan', "
            + "which keeps the types; or read it as it is with 'type: files, format: ndjson'; files without items belong into another "
            + "folder");

    /// <summary>Events of a stream of changes.</summary>
    /// <param name="inList">Whether they are in the list <c>Records</c>, as for a function of Lambda.</param>
    internal SourceException Events(bool inList) => new(
        $"{location}: holds events of DynamoDB Streams (\"{EventName}\"), which are changes of a table and not its items; take an "
            + $"incremental export of the same time, or the new images alone: jq -c '{(inList ? ".Records[]" : "")}.{EventName}.NewImage "
            + "| select(.)' file.json > items.json");

    /// <summary>What BatchGetItem answers.</summary>
    internal SourceException BatchGet() => new(
        $"{location}: is the output of BatchGetItem (\"Responses\"), whose lists of items are those of several tables; "
            + "take out the one that is meant, such as jq '.Responses.Pets' file.json > pets.json");

    /// <summary>What TransactGetItems answers.</summary>
    internal SourceException TransactGet() => new(
        $"{location}: is the output of TransactGetItems (\"Responses\"), whose items may be those of several tables; "
            + "take them out: jq -c '.Responses[]' file.json > items.json");

    /// <summary>What BatchWriteItem answers.</summary>
    internal SourceException BatchWritten() => new(
        $"{location}: is the answer of BatchWriteItem (\"UnprocessedItems\"), which says what was not written; set 'path' to the "
            + "requests, or take out what is left: jq '.UnprocessedItems' file.json > rest.json");

    /// <summary>What the first item of a text shows; later ones are rejected one by one.</summary>
    /// <param name="item">The item's text.</param>
    /// <param name="isBare">Whether its attributes stand in it directly, and not under <c>Item</c>.</param>
    internal SourceException? OfFirst(ReadOnlySpan<byte> item, bool isBare)
    {
        var reader = new Utf8JsonReader(item, Deep);
        try
        {
            reader.Read();
            if (!isBare
                && !(reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("Item"u8) && reader.Read()
                    && reader.TokenType == JsonTokenType.StartObject))
            {
                return null;
            }

            return reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? OfAttribute(ref reader) : null;
        }
        catch (JsonException)
        {
            return null; // is rejected as an item, with the reason
        }
    }

    private SourceException? OfAttribute(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return Plain(name);

        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName)
            return null;

        var type = reader.GetString()!;
        if (type is "s" or "n" or "b" or "ss" or "ns" or "bs" or "m" or "l" or "null" or "bool")
        {
            return new($"{location}: the types of its attributes are written small (\"{type}\"), as AWS Data Pipeline and some SDKs write "
                + $"items; expected \"{type.ToUpperInvariant()}\": export the table again, or write the types large");
        }

        // A type that does not exist is one attribute's, and the item's.
        return (type.Length <= 4 && type.All(char.IsAsciiLetterUpper)) || name == "DeleteRequest" ? null
            : name == EventName ? Events(inList: false)
            : Plain(name == "Item" ? type : name);
    }
}
