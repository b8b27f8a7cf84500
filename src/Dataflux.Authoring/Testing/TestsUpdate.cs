using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;

namespace Dataflux.Authoring.Testing;

/// <summary>
/// Rewrites what tests expect to what there is: only the keys that differ, only the lines below them. Everything else in the file
/// stays as it is, comments included.
/// </summary>
/// <param name="file">The tests file, as it was read.</param>
internal sealed partial class TestsUpdate(TestsFile file)
{
    private static readonly string[] Always = [TestCase.Records, TestCase.Skipped, TestCase.Errors];
    private readonly List<string> _lines = [.. file.Text.Split('\n')];
    private readonly List<(int First, int End, IReadOnlyList<string> New)> _edits = [];

    /// <summary>What was changed, for people: a line for each test.</summary>
    internal List<string> Changes { get; } = [];

    /// <summary>What could not be changed, for people.</summary>
    internal List<string> Refused { get; } = [];

    /// <summary>Accepts what a test has shown.</summary>
    /// <returns>Whether all of it could be written.</returns>
    internal bool Accept(TestResult result)
    {
        List<string> keys = result.Test.IsBlank
            ? [.. Filled(result)]
            : [.. result.Differences.Select(difference => difference.Section).Distinct(StringComparer.Ordinal)];
        var changed = keys.Where(key => Replace(result, key)).ToList();
        if (changed.Count > 0)
            Changes.Add($"{result.Test.Name}: {string.Join(", ", changed)}");
        return changed.Count == keys.Count;
    }

    /// <summary>Writes the file, when anything was changed.</summary>
    internal void Save()
    {
        if (_edits.Count == 0)
            return;
        // From the end, so that places stay; of several at one place the last first, and what is replaced before what is put in front.
        foreach (var (first, end, lines) in Enumerable.Reverse(_edits).OrderByDescending(edit => edit.First)
            .ThenByDescending(edit => edit.End))
        {
            _lines.RemoveRange(first, end - first);
            _lines.InsertRange(first, lines);
        }

        File.WriteAllText(file.Path, string.Join('\n', _lines), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private bool Replace(TestResult result, string key)
    {
        var entries = result.Test.Map.Entries;
        var entry = entries.FirstOrDefault(entry => entry.Key == key);
        var beside = entry ?? entries[^1];
        var indent = beside.Place.Column - 1;
        if (_lines[beside.Place.Line - 1][..indent].Trim() is not ("" or "-") || (entry is null && indent == 0))
        {
            Refused.Add(
                $"{result.Test.Place}: '{result.Test.Name}' is written in one line with others; give '{key}' a line of its own, then run "
                + "--update again");
            return false;
        }

        var value = key == TestCase.Errors ? WithoutPlaces(result.Actual[key])
            : entry is null ? result.Actual[key] : Named(entry.Value, result.Actual[key], key);
        var lines = YamlWriter.Lines(key, value, indent).ToList();
        if (entry is null)
        {
            var end = EndOf(beside);
            _edits.Add((end, end, lines));
        }
        else
        {
            // What stands before the key: blanks, or the dash of the test itself.
            lines[0] = _lines[entry.Place.Line - 1][..indent] + lines[0][indent..];
            _edits.Add((entry.Place.Line - 1, EndOf(entry), lines));
        }

        return true;
    }

    // Up to the last line that is indented deeper; blank lines and comments behind it belong to what follows.
    private int EndOf(YamlEntry entry)
    {
        var indent = entry.Place.Column - 1;
        var end = entry.Place.Line;
        for (var i = end; i < _lines.Count; i++)
        {
            var text = _lines[i].TrimStart(' ');
            if (string.IsNullOrWhiteSpace(text) || text[0] == '#')
                continue;
            var depth = _lines[i].Length - text.Length;
            if (depth < indent || (depth == indent && text[0] != '-'))
                break;
            end = i + 1;
        }

        return end;
    }

    /// <summary>Of rows and records only what the test names: the rest is none of its business.</summary>
    private static JsonNode? Named(YamlValue expected, JsonNode? actual, string key)
    {
        if (key == TestCase.Table)
        {
            var tables = new JsonObject();
            foreach (var table in ((YamlMap)expected).Entries)
                tables[table.Key] = Named(table.Value, actual![table.Key], TestCase.Rows);

            return tables;
        }

        IReadOnlyList<YamlValue> values = expected is YamlList list ? list.Values : [];
        var names = values.OfType<YamlMap>().SelectMany(map => map.Entries).Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        return key is TestCase.Skipped || names.Count == 0 || actual is not JsonArray elements
            ? actual?.DeepClone()
            : new JsonArray([.. elements.Select(element => Named(element, names))]);
    }

    private static JsonNode? Named(JsonNode? element, HashSet<string> names)
    {
        if (element is not JsonObject properties)
            return element?.DeepClone();
        var named = new JsonObject();
        foreach (var name in names.Select(name => Comparison.NameIn(properties, name)).OfType<string>().Distinct(StringComparer.Ordinal))
            named[name] = properties[name]?.DeepClone();

        return named.Count == 0 ? element.DeepClone() : named;
    }

    private static List<string> Filled(TestResult result)
    {
        var filled = Always.Where(key => !IsEmpty(result.Actual[key])).ToList();
        return filled.Count > 0 ? filled : [TestCase.Records];
    }

    // A place in the script changes with every line that is added to it.
    private static JsonNode? WithoutPlaces(JsonNode? errors)
    {
        var lasting = errors?.DeepClone();
        foreach (var error in lasting as JsonArray ?? [])
            error!["message"] = ScriptPlace().Replace(error["message"]!.GetValue<string>(), "");

        return lasting;
    }

    [GeneratedRegex(@"\A\S+\.csx\(\d+,\d+\): ", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ScriptPlace();

    private static bool IsEmpty(JsonNode? node) => node is null or JsonArray { Count: 0 } or JsonObject { Count: 0 };
}
