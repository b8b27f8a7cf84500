using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>Items as DynamoDB JSON in which equal items are equal texts: names and elements of sets sorted.</summary>
internal static class ItemText
{
    internal static string Of(Dictionary<string, AttributeValue> item) => CanonicalJson.Of(Node(item));

    /// <summary>All items, sorted.</summary>
    internal static IReadOnlyList<string> Of(IEnumerable<Dictionary<string, AttributeValue>> items) =>
        [.. items.Select(Of).Order(StringComparer.Ordinal)];

    internal static JsonObject S(string value) => new() { ["S"] = value };

    internal static JsonObject N(decimal value) =>
        new() { ["N"] = value.ToString("0.############################", CultureInfo.InvariantCulture) };

    /// <summary>The value that DynamoDB JSON writes, read without dataflux.</summary>
    internal static AttributeValue ValueOf(JsonObject value)
    {
        var (type, content) = value.Single();
        return type switch
        {
            "S" => new() { S = (string)content! },
            "N" => new() { N = (string)content! },
            "BOOL" => new() { BOOL = (bool)content! },
            "B" => new() { B = Bytes(content!) },
            "M" => new() { M = content!.AsObject().ToDictionary(static one => one.Key, static one => ValueOf(one.Value!.AsObject())) },
            "L" => new() { L = [.. content!.AsArray().Select(static one => ValueOf(one!.AsObject()))] },
            "SS" => new() { SS = [.. content!.AsArray().Select(static one => (string)one!)] },
            "NS" => new() { NS = [.. content!.AsArray().Select(static one => (string)one!)] },
            "BS" => new() { BS = [.. content!.AsArray().Select(static one => Bytes(one!))] },
            "NULL" => new() { NULL = true },
            _ => throw new FormatException($"{type} is no type of DynamoDB"),
        };
    }

    private static MemoryStream Bytes(JsonNode base64) => new(Convert.FromBase64String((string)base64!));

    private static JsonObject Node(Dictionary<string, AttributeValue> attributes) =>
        new(attributes.Select(static pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, Node(pair.Value))));

    private static JsonObject Node(AttributeValue value) => value switch
    {
        { S: { } text } => S(text),
        { N: { } number } => new() { ["N"] = number },
        { BOOL: { } boolean } => new() { ["BOOL"] = boolean },
        { B: { } bytes } => new() { ["B"] = Convert.ToBase64String(bytes.ToArray()) },
        { M: { } members } => new() { ["M"] = Node(members) },
        { L: { } elements } => new() { ["L"] = new JsonArray([.. elements.Select(Node)]) },
        { SS: { } texts } => new() { ["SS"] = Sorted(texts) },
        { NS: { } numbers } => new() { ["NS"] = Sorted(numbers) },
        { BS: { } each } => new() { ["BS"] = Sorted(each.Select(static bytes => Convert.ToBase64String(bytes.ToArray()))) },
        _ => new() { ["NULL"] = true },
    };

    private static JsonArray Sorted(IEnumerable<string> texts) =>
        new([.. texts.Order(StringComparer.Ordinal).Select(static text => JsonValue.Create(text))]);
}
