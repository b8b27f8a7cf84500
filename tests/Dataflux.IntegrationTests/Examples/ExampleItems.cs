using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.Examples;

/// <summary>The items of an example, read without dataflux, to compute what its tables must hold.</summary>
internal static class ExampleItems
{
    internal static string FolderOf(string example) => Path.Combine(Workspace.Repository, "examples", example, "export");

    internal static IReadOnlyList<JsonElement> Of(string example) =>
        [.. ExportLines.Read(FolderOf(example)).Files.SelectMany(file => file)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Item"))];

    internal static string S(this JsonElement item, string name) => item.GetProperty(name).GetProperty("S").GetString()!;

    internal static string N(this JsonElement item, string name) => item.GetProperty(name).GetProperty("N").GetString()!;

    internal static JsonElement M(this JsonElement item, string name) => item.GetProperty(name).GetProperty("M");

    /// <summary>An attribute's text of any plain type; empty when it is missing or NULL.</summary>
    internal static string Text(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.EnumerateObject().Single() is { Value.ValueKind: JsonValueKind.String } typed
            ? typed.Value.GetString()!
            : "";

    /// <summary>Plain JSON of DynamoDB JSON: numbers as they are written, sets as lists.</summary>
    internal static JsonNode? Plain(JsonElement attribute)
    {
        var typed = attribute.EnumerateObject().Single();
        return typed.Name switch
        {
            "S" => JsonValue.Create(typed.Value.GetString()),
            "N" => JsonNode.Parse(typed.Value.GetString()!),
            "BOOL" => JsonValue.Create(typed.Value.GetBoolean()),
            "NULL" => null,
            "M" => PlainMap(typed.Value),
            "L" => new JsonArray([.. typed.Value.EnumerateArray().Select(Plain)]),
            "SS" => new JsonArray([.. typed.Value.EnumerateArray().Select(element => JsonValue.Create(element.GetString()))]),
            _ => throw new NotSupportedException($"no example has an attribute of type {typed.Name}"),
        };
    }

    internal static JsonObject PlainMap(JsonElement attributes) =>
        new(attributes.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, Plain(one.Value))));
}
