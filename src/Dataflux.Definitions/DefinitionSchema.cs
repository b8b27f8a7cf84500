using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Engine.Ground;

namespace Dataflux.Definitions;

/// <summary>
/// The JSON Schema of definitions and of <c>dataflux.yaml</c>, made from the same table of keys and options as the reader. Draft-07, which
/// yaml-language-server and the JetBrains editors know best. What another file, a flag or a variable may still give is not asked for.
/// </summary>
/// <param name="sources">The kinds of source.</param>
/// <param name="targets">The kinds of target.</param>
internal sealed class DefinitionSchema(IReadOnlyList<DialectShape> sources, IReadOnlyList<DialectShape> targets)
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = PrintableJson.Encoder };

    /// <summary>The schema of definitions.</summary>
    internal string OfDefinitions() =>
        Schema("A dataflux definition", DefinitionKeys.All, [.. DefinitionKeys.All.Where(static key => key.Required)]);

    /// <summary>The schema of <c>dataflux.yaml</c>.</summary>
    internal string OfProject() =>
        Schema(
            "What all dataflux definitions of a project share",
            [.. DefinitionKeys.All.Where(static key => key.Shared), .. DefinitionKeys.OfProject],
            required: []);

    private string Schema(string title, IReadOnlyList<DefinitionKey> keys, IReadOnlyList<DefinitionKey> required)
    {
        var properties = new JsonObject();
        foreach (var key in keys)
            properties[key.Name] = Of(key);

        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = title,
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        if (required.Count > 0)
            schema["required"] = new JsonArray([.. required.Select(static key => (JsonNode)key.Name)]);

        return schema.ToJsonString(Indented);
    }

    private JsonObject OfSection(DefinitionKey section)
    {
        var properties = new JsonObject();
        foreach (var key in section.Keys)
            properties[key.Name] = Of(key);

        var schema = new JsonObject
        {
            ["type"] = new JsonArray("object", "null"),
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        if (section.Short is { } word)
        {
            schema["type"]!.AsArray().Add("string");
            schema["pattern"] = $"^{word}$";
        }

        if (section.InPlace is { } value)
        {
            schema.Remove("type");
            var map = new JsonObject { ["type"] = new JsonArray("object", "null") };
            schema["anyOf"] = new JsonArray(ValueSchema.Of(ValueRule.Of(value)), map);
        }

        return schema;
    }

    private JsonObject Of(DefinitionKey key)
    {
        var schema = key.Kind switch
        {
            ValueKind.Dialect => DialectSchema.Of(key == DefinitionKeys.Source ? sources : targets),
            ValueKind.Section => OfSection(key),
            _ => ValueSchema.Of(ValueRule.Of(key)),
        };
        schema["description"] = key.Default is null ? key.Description : $"{key.Description} Default: {key.Default}.";
        if (key.Default is { } text && ValueSchema.Value(ValueRule.Of(key), text) is { } value)
            schema["default"] = value;

        return schema;
    }
}
