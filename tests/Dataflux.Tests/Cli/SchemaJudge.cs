using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dataflux.Tests.Cli;

/// <summary>
/// Judges a JSON document by a JSON Schema (draft-07), with the keywords that our schemas use; any other fails the test that meets it.
/// </summary>
internal static class SchemaJudge
{
    private static readonly string[] WithoutRule = ["$schema", "title", "description", "default", "examples", "then"];

    internal static bool Allows(JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return schema.ValueKind == JsonValueKind.True;

        return schema.EnumerateObject().All(keyword => keyword.Name switch
        {
            "type" => keyword.Value.ValueKind == JsonValueKind.Array
                ? keyword.Value.EnumerateArray().Any(type => IsOf(type.GetString()!, value))
                : IsOf(keyword.Value.GetString()!, value),
            "enum" => keyword.Value.EnumerateArray().Any(each => JsonElement.DeepEquals(each, value)),
            "pattern" => value.ValueKind != JsonValueKind.String
                || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.ECMAScript),
            "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= keyword.Value.GetDecimal(),
            "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= keyword.Value.GetDecimal(),
            "anyOf" => keyword.Value.EnumerateArray().Any(each => Allows(each, value)),
            "allOf" => keyword.Value.EnumerateArray().All(each => Allows(each, value)),
            "not" => !Allows(keyword.Value, value),
            "if" => !Allows(keyword.Value, value) || Allows(schema.GetProperty("then"), value),
            "required" => value.ValueKind != JsonValueKind.Object
                || keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
            "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(each => Allows(keyword.Value, each)),
            "properties" => value.ValueKind != JsonValueKind.Object
                || keyword.Value.EnumerateObject()
                    .All(property => !value.TryGetProperty(property.Name, out var found) || Allows(property.Value, found)),
            "additionalProperties" => value.ValueKind != JsonValueKind.Object
                || value.EnumerateObject().All(property => IsDeclared(schema, property.Name) || Allows(keyword.Value, property.Value)),
            var other => WithoutRule.Contains(other)
                ? true
                : throw new InvalidOperationException($"the schema uses '{other}', which is not judged here"),
        });
    }

    private static bool IsDeclared(JsonElement schema, string name) =>
        schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && decimal.IsInteger(value.GetDecimal()),
        _ => throw new InvalidOperationException($"there is no type '{type}'"),
    };
}
