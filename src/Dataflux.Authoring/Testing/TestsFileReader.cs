using System.Globalization;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Testing;

/// <summary>Reads a tests file; goes on after a mistake, so that all are reported together.</summary>
internal sealed class TestsFileReader
{
    private static readonly string[] FileKeys = ["exportTime", "options", "setup", "tests"];
    private static readonly string[] TestKeys = ["name", "items", "files", "setup", .. TestCase.ExpectedKeys];
    private readonly List<Problem> _problems;

    private TestsFileReader(List<Problem> problems) => _problems = problems;

    /// <summary>Reads a tests file.</summary>
    /// <param name="path">The file, absolute; it is there.</param>
    /// <param name="shown">The file as the user would name it.</param>
    /// <exception cref="ProblemsException">Something is wrong with it.</exception>
    internal static TestsFile Read(string path, string shown)
    {
        var problems = new List<Problem>();
        var text = File.ReadAllText(path);
        var reader = new TestsFileReader(problems);
        var file = YamlReader.Read(shown, text, problems) is { } root ? reader.Read(path, shown, text, root) : null;
        return problems.Count == 0 && file is not null
            ? file
            : throw new ProblemsException([.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
    }

    private TestsFile Read(string path, string shown, string text, YamlMap root)
    {
        Refuse(root, FileKeys);
        var tests = new List<TestCase>();
        if (root["tests"] is YamlList list)
        {
            foreach (var value in list.Values)
            {
                if (ReadTest(value) is { } test)
                    tests.Add(test);
            }
        }
        else
        {
            Report(
                root["tests"]?.Place ?? new Place(shown),
                ProblemCode.MissingKey,
                "'tests' must be a list of tests, each with 'name' and 'items'");
        }

        foreach (var twice in tests.GroupBy(test => test.Name, StringComparer.Ordinal).SelectMany(same => same.Skip(1)))
            Report(twice.Place, ProblemCode.BadTests, $"a test '{twice.Name}' is there already; give it another name");

        return new TestsFile
        {
            Path = path,
            Shown = shown,
            Text = text,
            ExportTime = ReadTime(root["exportTime"]),
            Options = ReadOptions(root["options"]),
            Setup = ReadText(root["setup"], "setup"),
            Tests = tests,
        };
    }

    private TestCase? ReadTest(YamlValue value)
    {
        if (value is not YamlMap map)
        {
            Report(value.Place, ProblemCode.WrongKind, $"a test is {value.What}; expected 'name', 'items' and what comes of them");
            return null;
        }

        Refuse(map, TestKeys);
        var name = ReadText(map["name"], "name");
        if (string.IsNullOrWhiteSpace(name))
            Report(map.Place, ProblemCode.MissingKey, "a test needs a 'name' that says what it shows");

        foreach (var key in new[] { TestCase.Rows, TestCase.Records, TestCase.Deleted, TestCase.Errors })
        {
            if (map[key] is { } list and not YamlList && !IsNothing(list))
                Report(list.Place, ProblemCode.WrongKind, $"'{key}' is {list.What}; expected a list");
        }

        ExpectedShape.Check(map, Report);
        return new TestCase
        {
            Name = name ?? "",
            Place = map.Place,
            Map = map,
            Files = ReadFiles(map),
            Setup = ReadText(map["setup"], "setup"),
            Tables = map[TestCase.Table] is YamlMap tables ? [.. tables.Entries.Select(entry => entry.Key)] : [],
        };
    }

    private IReadOnlyList<IReadOnlyList<string>> ReadFiles(YamlMap map)
    {
        if (map["items"] is not null && map["files"] is not null)
        {
            Report(map["files"]!.Place, ProblemCode.BadTests,
                "both 'items' and 'files' are given; 'items' are the items of one file, 'files' are lists of items");
        }

        if (map["files"] is YamlList files)
            return [.. files.Values.Select(ReadItems)];
        if (map["files"] is { } wrong)
            Report(wrong.Place, ProblemCode.WrongKind, $"'files' is {wrong.What}; expected a list with a list of items for each file");
        else if (map["items"] is null)
            Report(map.Place, ProblemCode.MissingKey, "a test needs 'items', or 'files' with items");
        else
            return [ReadItems(map["items"]!)];
        return [];
    }

    private IReadOnlyList<string> ReadItems(YamlValue value)
    {
        if (value is not YamlList list)
        {
            Report(value.Place, ProblemCode.WrongKind, $"items are {value.What}; expected a list of items");
            return [];
        }

        var lines = new List<string>(list.Values.Count);
        foreach (var item in list.Values)
        {
            if (item is YamlList)
                Report(item.Place, ProblemCode.WrongKind, "an item is a list; expected attributes, or a line of an export as text");
            else if (item is YamlScalar { Text: var line } && (string.IsNullOrWhiteSpace(line) || line.TrimEnd('\n').Contains('\n')))
                Report(item.Place, ProblemCode.BadTests, "an item that is given as text is one line of an export; this is not one line");
            else
                lines.Add(ItemLine.Of(item).TrimEnd('\n'));
        }

        return lines;
    }

    private DateTimeOffset ReadTime(YamlValue? value)
    {
        if (value is null)
            return TestsFile.DefaultTime;
        if (value is YamlScalar { Text: var text }
            && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        Report(value.Place, ProblemCode.WrongKind, $"'exportTime' is {value.What}; expected a time such as 2026-03-01T00:00:00Z");
        return TestsFile.DefaultTime;
    }

    private Dictionary<string, object?>? ReadOptions(YamlValue? value)
    {
        if (value is null)
            return null;
        var options = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var entry in value is YamlMap map ? map.Entries : [])
        {
            if (entry.Value is YamlScalar scalar)
                options[entry.Key] = scalar.IsNull ? null : PlainValue.OfOption(scalar.Text, scalar.Quoted);
            else
                Report(entry.Value.Place, ProblemCode.WrongKind, $"the option '{entry.Key}' is {entry.Value.What}; expected a plain value");
        }

        if (value is not YamlMap)
            Report(value.Place, ProblemCode.WrongKind, $"'options' is {value.What}; expected names and plain values");
        return options;
    }

    private string? ReadText(YamlValue? value, string key)
    {
        if (value is null or YamlScalar)
            return (value as YamlScalar)?.Text;
        Report(value.Place, ProblemCode.WrongKind, $"'{key}' is {value.What}; expected text");
        return null;
    }

    private void Refuse(YamlMap map, IReadOnlyList<string> known)
    {
        foreach (var entry in map.Entries.Where(entry => !known.Contains(entry.Key, StringComparer.Ordinal)))
        {
            Report(entry.Place, ProblemCode.UnknownKey,
                $"there is no key '{entry.Key}' here{Suggestion.For(entry.Key, known)}; there is: {string.Join(", ", known)}");
        }
    }

    private static bool IsNothing(YamlValue value) => value is YamlScalar { IsNull: true };

    private void Report(Place place, string code, string message) =>
        _problems.Add(new Problem(place.Path, place.Line, place.Column, code, message));
}
