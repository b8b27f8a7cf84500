using Dataflux.Definitions.Yaml;

using Dataflux.Engine.Ground;
namespace Dataflux.Definitions;

/// <summary>
/// Finds keys under <c>source:</c> or <c>target:</c> that mean nothing. Keys stand there directly, or below a dialect's
/// type, which lets one file hold settings for several types.
/// </summary>
/// <param name="reader">Receives the findings.</param>
/// <param name="section"><c>source</c> or <c>target</c>.</param>
/// <param name="shapes">The dialects there are.</param>
internal sealed class DialectKeyCheck(SettingReader reader, string section, IReadOnlyList<DialectShape> shapes)
{
    /// <summary>Checks one file's section.</summary>
    internal void Check(YamlValue? value)
    {
        if (value is null or YamlScalar { IsNull: true })
            return;

        if (value is not YamlMap map)
        {
            reader.Report(value.Place, ProblemCode.WrongKind, $"'{section}' is {value.What}; expected keys such as 'type'");
            return;
        }

        var declared = (map[DefinitionKeys.Type] as YamlScalar)?.Text;
        var shape = shapes.FirstOrDefault(shape => shape.Type == declared);
        foreach (var entry in map.Entries)
            CheckEntry(entry, shape);
    }

    private void CheckEntry(YamlEntry entry, DialectShape? shape)
    {
        if (entry.Key == DefinitionKeys.Type)
            return;

        if (shapes.FirstOrDefault(known => known.Type == entry.Key) is { } typed)
        {
            CheckTyped(entry, typed);
            return;
        }

        var known = shape is not null ? shape.OptionNames : shapes.SelectMany(any => any.OptionNames);
        if (!known.Contains(entry.Key, StringComparer.Ordinal))
        {
            var names = known.Append(DefinitionKeys.Type).Concat(shapes.Select(any => any.Type));
            reader.Report(entry.Place, ProblemCode.UnknownKey, Unknown(entry.Key, shape, names));
        }
    }

    private void CheckTyped(YamlEntry entry, DialectShape typed)
    {
        if (entry.Value is not YamlMap below)
        {
            if (entry.Value is not YamlScalar { IsNull: true })
            {
                reader.Report(
                    entry.Value.Place,
                    ProblemCode.WrongKind,
                    $"'{entry.Key}' is {entry.Value.What}; expected keys of {section} type '{typed.Type}'");
            }

            return;
        }

        foreach (var option in below.Entries)
        {
            if (!typed.OptionNames.Contains(option.Key, StringComparer.Ordinal))
                reader.Report(option.Place, ProblemCode.UnknownKey, Unknown(option.Key, typed, typed.OptionNames));
        }
    }

    private string Unknown(string key, DialectShape? shape, IEnumerable<string> names) =>
        $"{(shape is null ? section : $"{section} type '{shape.Type}'")} has no key '{key}'{Suggestion.For(key, names)}";
}
