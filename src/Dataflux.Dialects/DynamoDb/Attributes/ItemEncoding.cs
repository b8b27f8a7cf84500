using Amazon.DynamoDBv2.Model;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>What was read from DynamoDB JSON, as it goes back: every type as it was.</summary>
internal static class ItemEncoding
{
    internal static Dictionary<string, AttributeValue> Of(Item item)
    {
        var attributes = new Dictionary<string, AttributeValue>(item.Count, StringComparer.Ordinal);
        foreach (var (name, value) in item)
            attributes[name] = Of(value);

        return attributes;
    }

    internal static List<AttributeValue> Of(ValueList values)
    {
        var list = new List<AttributeValue>(values.Count);
        foreach (var value in values)
            list.Add(Of(value));

        return list;
    }

    internal static AttributeValue Of(Value value) => value.Type switch
    {
        AttributeType.S => PlainEncodings.Text(value.AsString()),
        AttributeType.N => PlainEncodings.Number(value.AsNumber().Text),
        AttributeType.B => PlainEncodings.Binary(value.AsBytes()),
        AttributeType.BOOL => new() { BOOL = value.AsBool() },
        AttributeType.M => new() { M = Of(value.AsMap()) },
        AttributeType.L => new() { L = Of(value.AsList()) },
        AttributeType.SS => new() { SS = [.. value.AsStringSet()] },
        AttributeType.NS => new() { NS = [.. value.AsNumberSet().Select(static number => number.Text)] },
        AttributeType.BS => new() { BS = [.. value.AsBytesSet().Select(static bytes => new MemoryStream(bytes, writable: false))] },
        _ => new() { NULL = true },
    };
}
