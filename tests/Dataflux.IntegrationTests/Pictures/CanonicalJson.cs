using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.Pictures;

/// <summary>JSON text in which equal documents are equal: members sorted, no white space, one way to escape.</summary>
internal static class CanonicalJson
{
    internal static string Of(string json) => Of(JsonNode.Parse(json));

    internal static string Of(JsonNode? node) => node switch
    {
        JsonObject members => "{"
            + string.Join(
                ",",
                members.OrderBy(m => m.Key, StringComparer.Ordinal)
                    .Select(m => JsonValue.Create(m.Key).ToJsonString() + ":" + Of(m.Value))) + "}",
        JsonArray elements => "[" + string.Join(",", elements.Select(Of)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
