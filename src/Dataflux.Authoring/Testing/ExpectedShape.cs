using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;

using Dataflux.Engine.Ground;
namespace Dataflux.Authoring.Testing;

/// <summary>Checks that what a test expects is written in the form that can be compared.</summary>
internal static class ExpectedShape
{
    private static readonly string[] ErrorKeys = ["item", "items", "at", "message"];
    private static readonly string[] SkipReasons = ["parseItem", "filter", "groupRows", "transform", "deleteItem", "delete"];

    /// <summary>Checks one test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="report">Receives place, code and message of what is wrong.</param>
    internal static void Check(YamlMap test, Action<Place, string, string> report)
    {
        foreach (var key in new[] { TestCase.Records, TestCase.Deleted })
            CheckMaps(test[key], $"an element of '{key}'", report);

        CheckErrors(test[TestCase.Errors], report);
        CheckSkipped(test[TestCase.Skipped], report);
        switch (test[TestCase.Table])
        {
            case YamlMap tables:
                foreach (var table in tables.Entries)
                {
                    if (table.Value is not YamlList && table.Value is not YamlScalar { IsNull: true })
                    {
                        report(
                            table.Value.Place,
                            ProblemCode.WrongKind,
                            $"the table '{table.Key}' is {table.Value.What}; expected a list of rows");
                    }

                    CheckMaps(table.Value, $"a row of '{table.Key}'", report);
                }

                break;
            case { } other:
                report(
                    other.Place,
                    ProblemCode.WrongKind,
                    $"'{TestCase.Table}' is {other.What}; expected names of tables, each with a list of rows");
                break;
        }
    }

    private static void CheckMaps(YamlValue? list, string what, Action<Place, string, string> report)
    {
        foreach (var value in list is YamlList values ? values.Values : [])
        {
            if (value is not YamlMap)
                report(value.Place, ProblemCode.WrongKind, $"{what} is {value.What}; expected names and values");
        }
    }

    private static void CheckErrors(YamlValue? list, Action<Place, string, string> report)
    {
        CheckMaps(list, "an element of 'errors'", report);
        foreach (var entry in list is YamlList values ? values.Values.OfType<YamlMap>().SelectMany(error => error.Entries) : [])
        {
            if (!ErrorKeys.Contains(entry.Key, StringComparer.Ordinal))
            {
                report(entry.Place, ProblemCode.UnknownKey,
                    $"there is no key '{entry.Key}' in an error{Suggestion.For(entry.Key, ErrorKeys)}; "
                    + "there is: item (its number, from 1), items, at (the function), message (a part of it)");
            }
        }
    }

    private static void CheckSkipped(YamlValue? skipped, Action<Place, string, string> report)
    {
        if (skipped is null or YamlScalar { IsNull: true })
            return;
        if (skipped is not YamlMap map)
        {
            report(skipped.Place, ProblemCode.WrongKind,
                $"'skipped' is {skipped.What}; expected functions with the numbers of the items they skip, such as: parseItem: [2, 5]");
            return;
        }

        foreach (var entry in map.Entries)
        {
            if (!SkipReasons.Contains(entry.Key, StringComparer.Ordinal))
            {
                report(entry.Place, ProblemCode.NotAllowed,
                    $"nothing is skipped by '{entry.Key}'{Suggestion.For(entry.Key, SkipReasons)}; there is: "
                    + $"{string.Join(", ", SkipReasons)}");
            }
            else if (entry.Value is not YamlList list
                || list.Values.Any(value => value is not YamlScalar { Text: var text } || !int.TryParse(text, out _)))
            {
                report(entry.Value.Place, ProblemCode.WrongKind,
                    $"'{entry.Key}' is {entry.Value.What}; expected a list of the items' numbers, counted from 1");
            }
        }
    }
}
