using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;

namespace Dataflux.Authoring.Testing;

/// <summary>Writes values as YAML: for messages, and for <c>--update</c>.</summary>
internal static partial class YamlText
{
    private const int Width = 120;

    /// <summary>A value in one line.</summary>
    internal static string Flow(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject { Count: 0 } => "{}",
        JsonObject map => $"{{ {string.Join(", ", map.Select(property => $"{Quoted(property.Key)}: {Flow(property.Value)}"))} }}",
        JsonArray list => $"[{string.Join(", ", list.Select(Flow))}]",
        JsonValue value when value.TryGetValue<string>(out var text) => Quoted(text),
        _ => node.ToJsonString(),
    };

    /// <summary>A value of a test in one line.</summary>
    internal static string Flow(YamlValue value) => value switch
    {
        YamlMap map => $"{{ {string.Join(", ", map.Entries.Select(entry => $"{Quoted(entry.Key)}: {Flow(entry.Value)}"))} }}",
        YamlList list => $"[{string.Join(", ", list.Values.Select(Flow))}]",
        YamlScalar { Quoted: true } scalar => Quoted(scalar.Text),
        YamlScalar { IsNull: true } => "null",
        YamlScalar scalar => scalar.Text,
        _ => value.What,
    };

    /// <summary>A key and its value as lines.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="indent">Blanks before the key.</param>
    internal static IEnumerable<string> Lines(string key, JsonNode? value, int indent)
    {
        var start = $"{new string(' ', indent)}{Quoted(key)}:";
        if (value is JsonArray { Count: > 0 } list)
        {
            yield return start;
            foreach (var line in list.SelectMany(element => Element(element, indent + 2)))
                yield return line;
        }
        else if (value is JsonObject { Count: > 0 } map && (HoldsRows(map) || Flow(map).Length + start.Length > Width))
        {
            yield return start;
            foreach (var line in map.SelectMany(property => Lines(property.Key, property.Value, indent + 2)))
                yield return line;
        }
        else
        {
            yield return $"{start} {Flow(value)}";
        }
    }

    private static bool HoldsRows(JsonObject map) =>
        map.Any(property => property.Value is JsonArray { Count: > 0 } list && list[0] is JsonObject);

    private static List<string> Element(JsonNode? element, int indent)
    {
        var dash = $"{new string(' ', indent)}- ";
        if (element is not JsonObject { Count: > 0 } map || Flow(element).Length + dash.Length <= Width)
            return [$"{dash}{Flow(element)}"];

        // The first key stands beside the dash.
        var lines = map.SelectMany(property => Lines(property.Key, property.Value, indent + 2)).ToList();
        lines[0] = $"{dash}{lines[0][(indent + 2)..]}";
        return lines;
    }

    private static string Quoted(string text)
    {
        if (Plain().IsMatch(text) && PlainValue.Of(text, quoted: false) is string && text is not ("null" or "yes" or "no" or "on" or "off"))
            return text;

        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff' => quoted.Append($"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    // What YAML takes for the same text wherever it stands; times hold colons, but none before a blank.
    [GeneratedRegex(
        @"\A(?:[A-Za-z_/](?:[\w ./@+-]*[\w./@+-])?|[0-9]{4}-[0-9]{2}-[0-9]{2}[0-9T:.Z+-]*)\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Plain();
}
