using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;

namespace Dataflux.Authoring.Testing;

/// <summary>
/// Compares what a section of a test expects with what there is. Of a row, a record or a table's row only what the test names is
/// compared; what is inside one of its values must be there in full.
/// </summary>
/// <param name="section">The section.</param>
/// <param name="found">Receives the differences.</param>
internal sealed class Comparison(string section, List<TestDifference> found)
{
    private const string Nothing = "nothing";

    /// <summary>Compares a section.</summary>
    internal void Compare(YamlValue expected, JsonNode? actual)
    {
        if (section == TestCase.Table)
        {
            foreach (var table in ((YamlMap)expected).Entries)
                CompareList(table.Value, actual![table.Key], $"{section}.{table.Key}");
        }
        else if (actual is JsonObject skipped)
        {
            CompareMap(expected is YamlMap map ? map : new YamlMap(expected.Place, []), skipped, section, partial: false);
        }
        else
        {
            CompareList(expected, actual, section);
        }
    }

    private void CompareList(YamlValue expected, JsonNode? actual, string path)
    {
        var values = expected is YamlList list ? list.Values : [];
        var elements = actual as JsonArray ?? [];
        for (var i = 0; i < Math.Max(values.Count, elements.Count); i++)
        {
            var at = $"{path}[{i}]";
            if (i >= values.Count)
                Add(at, Nothing, YamlWriter.Flow(elements[i]), expected.Place);
            else if (i >= elements.Count)
                Add(at, Shown(values[i]), Nothing, values[i].Place);
            else
                CompareValue(values[i], elements[i], at, partial: true);
        }
    }

    private void CompareValue(YamlValue expected, JsonNode? actual, string path, bool partial)
    {
        switch (expected, actual)
        {
            case (YamlMap map, JsonObject there):
                CompareMap(map, there, path, partial);
                break;
            case (YamlList list, JsonArray there):
                if (list.Values.Count != there.Count)
                    Add(path, Shown(list), YamlWriter.Flow(there), list.Place);
                else
                    CompareElements(list, there, path);
                break;
            case (YamlScalar scalar, JsonValue or null):
                var isPart = section == TestCase.Errors && path.EndsWith(".message", StringComparison.Ordinal);
                if (isPart ? !Text(actual).Contains(scalar.Text, StringComparison.Ordinal) : !IsSame(scalar, actual))
                    Add(path, isPart ? $"… {scalar.Text} …" : Shown(scalar), YamlWriter.Flow(actual), scalar.Place);
                break;
            default:
                Add(path, Shown(expected), YamlWriter.Flow(actual), expected.Place);
                break;
        }
    }

    private void CompareElements(YamlList list, JsonArray there, string path)
    {
        for (var i = 0; i < list.Values.Count; i++)
            CompareValue(list.Values[i], there[i], $"{path}[{i}]", partial: false);
    }

    private void CompareMap(YamlMap expected, JsonObject actual, string path, bool partial)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in expected.Entries)
        {
            var name = NameIn(actual, entry.Key);
            if (name is null)
            {
                var known = actual.Select(property => property.Key).ToList();
                Add(
                    $"{path}.{entry.Key}",
                    Shown(entry.Value),
                    $"{Nothing}{Suggestion.For(entry.Key, known)}; there is: {string.Join(", ", known)}",
                    entry.Place);
                continue;
            }

            named.Add(name);

            // A record's type around its properties: {"Visit": {…}}.
            var isType = partial && section is TestCase.Records or TestCase.Deleted && expected.Entries.Count == 1 && actual.Count == 1
                && actual[name] is JsonObject;
            CompareValue(entry.Value, actual[name], $"{path}.{name}", isType);
        }

        foreach (var (name, value) in partial ? [] : actual.Where(property => !named.Contains(property.Key)).ToList())
            Add($"{path}.{name}", Nothing, YamlWriter.Flow(value), expected.Place);
    }

    /// <summary>The property that a test means: by its name, or else by its name in other case.</summary>
    internal static string? NameIn(JsonObject actual, string name) =>
        actual.ContainsKey(name)
            ? name
            : actual.Select(property => property.Key).FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsSame(YamlScalar expected, JsonNode? actual)
    {
        if (actual is null)
            return expected.IsNull;
        if (expected.IsNull)
            return false;
        var text = Text(actual);
        return actual.GetValueKind() switch
        {
            JsonValueKind.Number => text == expected.Text
                || (TryNumber(text, out var a) && TryNumber(expected.Text, out var b) && a == b),
            JsonValueKind.True or JsonValueKind.False => text.Equals(expected.Text, StringComparison.OrdinalIgnoreCase),
            _ => text == expected.Text || (!expected.Quoted && TryTime(text, out var x) && TryTime(expected.Text, out var y) && x == y),
        };
    }

    private static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time) && text.Length >= 10;

    private static string Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString() ?? "";

    private static string Shown(YamlValue value) => YamlWriter.Flow(value);

    private void Add(string path, string expected, string actual, Place place) =>
        found.Add(new TestDifference(section, path, expected, actual, place));
}
