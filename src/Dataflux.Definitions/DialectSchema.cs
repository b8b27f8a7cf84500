using System.Text.Json.Nodes;
using Dataflux.Engine.Settings;

namespace Dataflux.Definitions;

/// <summary>
/// The JSON Schema of <c>source:</c> and <c>target:</c>: <c>type</c> with that type's keys beside it, or keys below the name of a
/// type, which lets one file hold settings for several (<see cref="DialectKeyCheck"/>).
/// </summary>
internal static class DialectSchema
{
    /// <summary>The schema for these dialects.</summary>
    internal static JsonObject Of(IReadOnlyList<DialectShape> shapes)
    {
        var types = shapes.Select(static shape => shape.Type).ToList();
        var below = new JsonObject { [DefinitionKeys.Type] = Type(types) };
        foreach (var shape in shapes)
            below[shape.Type] = Typed(shape);

        var rules = new JsonArray();
        foreach (var shape in shapes)
        {
            rules.Add((JsonNode)new JsonObject
            {
                ["if"] = IsOf([shape.Type]),
                ["then"] = Beside([shape], types),
            });
        }

        // A type that a variable or another file gives allows the keys of all.
        rules.Add((JsonNode)new JsonObject { ["if"] = new JsonObject { ["not"] = IsOf(types) }, ["then"] = Beside(shapes, types) });
        return new JsonObject { ["type"] = new JsonArray("object", "null"), ["properties"] = below, ["allOf"] = rules };
    }

    private static JsonObject Type(List<string> types)
    {
        var type = ValueSchema.Of(new ValueRule(DefinitionKeys.Type, ValueKind.Text) { Choices = types });
        type["description"] = $"One of {ValueReader.Listed(types)}.";
        return type;
    }

    private static JsonObject IsOf(IEnumerable<string> types) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray(DefinitionKeys.Type),
        ["properties"] = new JsonObject { [DefinitionKeys.Type] = new JsonObject { ["enum"] = Names(types) } },
    };

    private static JsonObject Typed(DialectShape shape)
    {
        var schema = Closed(shape.Options, []);
        schema["type"] = new JsonArray("object", "null");
        schema["description"] = $"Keys that count when the type is {shape.Type}.";
        return schema;
    }

    private static JsonObject Beside(IReadOnlyList<DialectShape> shapes, IEnumerable<string> types)
    {
        var options = shapes.SelectMany(static shape => shape.Options).DistinctBy(static option => option.Name);
        return Closed([.. options], types.Prepend(DefinitionKeys.Type));
    }

    private static JsonObject Closed(IReadOnlyList<DialectOption> options, IEnumerable<string> others)
    {
        var properties = new JsonObject();
        foreach (var name in others)
            properties[name] = true;

        foreach (var option in options)
        {
            var schema = ValueSchema.Of(ValueRule.Of(option));
            schema["description"] = option.Required ? $"{option.Description} Required." : option.Description;
            if (option.Example is { } example)
                schema["examples"] = new JsonArray(ValueSchema.Value(ValueRule.Of(option), example) ?? example);
            properties[option.Name] = schema;
        }

        var closed = new JsonObject { ["properties"] = properties, ["additionalProperties"] = false };
        var excluding = options.Where(static option => option.Excludes is not null)
            .Select(static option => new JsonObject { ["required"] = Names([option.Name, option.Excludes!]) })
            .Select(static both => (JsonNode)new JsonObject { ["not"] = both })
            .ToArray();
        if (excluding.Length > 0)
            closed["allOf"] = new JsonArray(excluding);

        return closed;
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(static name => (JsonNode)name)]);
}
