using System.Text.Json.Nodes;

namespace Dataflux.Definitions;

/// <summary>
/// The JSON Schema of one value. Wherever a value stands a variable may stand, and what is empty or null counts as not given; a number or a
/// truth value that YAML sees in a text is still that text.
/// </summary>
internal static class ValueSchema
{
    private const string Variable = @"\$\{";
    private const string Empty = "^$";
    private const string Digits = "^-?[0-9]+$";

    /// <summary>The schema of a value that must obey a rule.</summary>
    internal static JsonObject Of(ValueRule rule) => rule.Kind switch
    {
        ValueKind.Options => new JsonObject { ["type"] = Types("object", "null"), ["additionalProperties"] = Scalars() },
        ValueKind.Hashes => new JsonObject { ["type"] = Types("object", "null"), ["additionalProperties"] = Texts("^[0-9A-Fa-f]{64}$") },
        ValueKind.TextList => AnyOf(Scalars(), new JsonObject { ["type"] = "array", ["items"] = Scalars() }),
        ValueKind.Integer => AnyOf(Integers(rule), Texts(Digits), Null()),
        ValueKind.Boolean => AnyOf(new JsonObject { ["type"] = "boolean" }, Texts("^(true|false)$"), Null()),
        ValueKind.RejectLimit => AnyOf(NotNegative(), Texts(@"^([0-9]+|[0-9]+(\.[0-9]+)?%)$"), Null()),
        ValueKind.Duration => AnyOf(Texts(DurationText.Form), Null()),
        ValueKind.Size => AnyOf(Texts(SizeText.Form), Null()),
        ValueKind.Rate => AnyOf(Texts(RateText.Form), Null()),
        ValueKind.Name => AnyOf(NotNegative(), Texts("^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}$"), Null()),
        ValueKind.Sha256 => AnyOf(Texts("^[0-9A-Fa-f]{64}$"), Null()),
        _ when rule.Choices.Count > 0 => Choices(rule),
        _ => Scalars(),
    };

    /// <summary>A value as JSON; <see langword="null"/> when the text is words about a value.</summary>
    internal static JsonNode? Value(ValueRule rule, string text)
    {
        var isPlain = rule.Kind is not (ValueKind.Path or ValueKind.Dialect or ValueKind.Options or ValueKind.Hashes);
        if (!isPlain || ValueReader.Read(rule, text, "").Message is not null)
            return null;

        return ValueReader.Read(rule, text, "").Value switch
        {
            bool truth => truth,
            long number => number,
            _ => text,
        };
    }

    private static JsonObject Choices(ValueRule rule)
    {
        var choices = new JsonArray([.. rule.Choices.Select(static choice => (JsonNode)choice)]);
        var truths = rule.Choices.Where(static choice => choice is "true" or "false")
            .Select(static choice => (JsonNode)(choice == "true"))
            .ToArray();
        return truths.Length == 0
            ? AnyOf(new JsonObject { ["enum"] = choices }, Texts(), Null())
            : AnyOf(new JsonObject { ["enum"] = choices }, new JsonObject { ["enum"] = new JsonArray(truths) }, Texts(), Null());
    }

    private static JsonObject Integers(ValueRule rule)
    {
        var integers = new JsonObject { ["type"] = "integer" };
        if (rule.Range.Min != long.MinValue)
            integers["minimum"] = rule.Range.Min;

        if (rule.Range.Max != long.MaxValue)
            integers["maximum"] = rule.Range.Max;

        return integers;
    }

    /// <summary>Texts of a form, or with a variable, or empty.</summary>
    private static JsonObject Texts(string? form = null) => new()
    {
        ["type"] = "string",
        ["pattern"] = string.Join('|', new[] { form, Variable, Empty }.OfType<string>()),
    };

    private static JsonObject Scalars() => new() { ["type"] = Types("string", "number", "boolean", "null") };

    private static JsonObject NotNegative() => new() { ["type"] = "integer", ["minimum"] = 0 };

    private static JsonObject Null() => new() { ["type"] = "null" };

    private static JsonObject AnyOf(params JsonNode[] schemas) => new() { ["anyOf"] = new JsonArray(schemas) };

    private static JsonArray Types(params string[] types) => new([.. types.Select(static type => (JsonNode)type)]);
}
