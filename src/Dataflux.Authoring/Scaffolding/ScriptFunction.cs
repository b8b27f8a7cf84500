namespace Dataflux.Authoring.Scaffolding;

/// <summary>A small function that a written profile brings along when it needs it.</summary>
/// <param name="Comment">What is said above it; empty: nothing.</param>
/// <param name="Text">Its C# text.</param>
internal sealed record ScriptFunction(string Comment, string Text)
{
    /// <summary>Another one that it calls; <see langword="null"/>: none.</summary>
    internal ScriptFunction? Needs { get; init; }

    internal static readonly ScriptFunction JsonOf = new(
        "Maps, lists and attributes of changing types are kept as documents.",
        "Json? jsonOf(Item item, string name) => item.Has(name) && !item.IsNull(name) ? item[name].ToJson() : null;");

    internal static readonly ScriptFunction IdOf = new(
        "An id within a composed key.",
        "string idOf(Item item, string key, char separator, int part) => item.String(key).Split(separator)[part];");

    internal static readonly ScriptFunction DateOf = new(
        "", "DateOnly dateOf(string text) => DateOnly.ParseExact(text, \"yyyy-MM-dd\", CultureInfo.InvariantCulture);");

    internal static readonly ScriptFunction TryDateOf = new(
        "", "DateOnly? tryDateOf(Item item, string name) => item.TryString(name) is { } text ? dateOf(text) : null;")
    {
        Needs = DateOf,
    };

    internal static readonly ScriptFunction KeyOf = new(
        "Several columns as one text: '#' stands between them, and a '#' in one of them is written %23.",
        """
        string keyOf(Item item, params string[] names) => string.Join('#', names.Select(name => item[name].Type switch
        {
            AttributeType.N => item.Number(name).Text,
            AttributeType.BOOL => item.Bool(name) ? "true" : "false",
            AttributeType.B => Convert.ToBase64String(item.Bytes(name)),
            _ => item.String(name).Replace("%", "%25").Replace("#", "%23"),
        }));
        """);

    internal static readonly ScriptFunction Is = new(
        "A value of another type than was seen is no mistake: it goes into the rest.",
        "bool isOf(Item item, string name, AttributeType type) => item.Has(name) && item[name].Type == type;");

    internal static readonly ScriptFunction TextOf = new(
        "", "string? textOf(Item item, string name) => isOf(item, name, AttributeType.S) ? item.String(name) : null;")
    { Needs = Is };

    internal static readonly ScriptFunction NumberOf = new(
        "", "Number? numberOf(Item item, string name) => isOf(item, name, AttributeType.N) ? item.Number(name) : null;")
    { Needs = Is };

    internal static readonly ScriptFunction BoolOf = new(
        "", "bool? boolOf(Item item, string name) => isOf(item, name, AttributeType.BOOL) ? item.Bool(name) : null;")
    { Needs = Is };

    internal static readonly ScriptFunction BytesOf = new(
        "", "byte[]? bytesOf(Item item, string name) => isOf(item, name, AttributeType.B) ? item.Bytes(name) : null;")
    { Needs = Is };

    internal static readonly ScriptFunction RestOf = new(
        "What an item has beyond its columns: attributes of other names, and values of other types.", """
        Json? restOf(Item item, Dictionary<string, AttributeType?> columns)
        {
            var rest = new List<KeyValuePair<string, Value>>();
            foreach (var attribute in item)
            {
                var isKnown = columns.TryGetValue(attribute.Key, out var type);
                if (!isKnown || (type is not null && type != attribute.Value.Type && !attribute.Value.IsNull))
                    rest.Add(attribute);
            }

            return rest.Count == 0 ? null : Json.Write(json =>
            {
                json.WriteStartObject();
                foreach (var (name, value) in rest)
                {
                    json.WritePropertyName(name);
                    json.WriteRawValue(value.ToJson().Utf8.Span);
                }

                json.WriteEndObject();
            });
        }
        """);
}
