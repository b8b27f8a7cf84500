using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>JSON as attributes: objects become maps, arrays lists, and numbers keep their digits.</summary>
internal static class JsonEncoding
{
    internal static AttributeValue Of(JsonNode node, int depth) => Of(JsonSerializer.SerializeToUtf8Bytes(node), depth);

    internal static AttributeValue Of(ReadOnlyMemory<byte> json, int depth)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement, depth);
    }

    internal static AttributeValue Of(JsonElement value, int depth)
    {
        Nesting.Check(depth);
        return value.ValueKind switch
        {
            JsonValueKind.Object => new() { M = MembersOf(value, depth) },
            JsonValueKind.Array => new() { L = [.. value.EnumerateArray().Select(element => Of(element, depth + 1))] },
            JsonValueKind.String => PlainEncodings.Text(value.GetString()!),
            JsonValueKind.Number => PlainEncodings.Number(value.GetRawText()),
            JsonValueKind.True or JsonValueKind.False => new() { BOOL = value.GetBoolean() },
            _ => new() { NULL = true },
        };
    }

    private static Dictionary<string, AttributeValue> MembersOf(JsonElement value, int depth)
    {
        var members = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
            members[member.Name] = Of(member.Value, depth + 1);

        return members;
    }
}
