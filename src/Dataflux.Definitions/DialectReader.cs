using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;

using Dataflux.Engine.Ground;
namespace Dataflux.Definitions;

/// <summary>Reads <c>source:</c> or <c>target:</c> over all layers.</summary>
/// <param name="reader">Reads single settings.</param>
/// <param name="section"><c>source</c> or <c>target</c>.</param>
/// <param name="shapes">The dialects there are.</param>
internal sealed class DialectReader(SettingReader reader, string section, IReadOnlyList<DialectShape> shapes)
{
    /// <summary>Reads the type and its options.</summary>
    /// <param name="flags">The type and options given by flags and the type given by the environment.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="project"><c>dataflux.yaml</c>.</param>
    /// <param name="missingAt">Where to report what is not given.</param>
    /// <returns>The choice; <see langword="null"/> when it is wrong, which has been reported.</returns>
    internal DialectChoice? Read(Layer flags, Layer definition, Layer project, Place missingAt)
    {
        var own = definition.Below(section);
        var shared = project.Below(section);
        var rule = new ValueRule(DefinitionKeys.Type, ValueKind.Text);
        var type = reader.Read(rule, flags, own, shared);
        if (type is null)
        {
            reader.Report(missingAt, ProblemCode.MissingKey, $"'{section}' has no 'type'; expected {Types}");
            return null;
        }

        if (type.Value is not string name)
            return null;

        var shape = shapes.FirstOrDefault(shape => shape.Type == name);
        if (shape is null)
        {
            reader.Report(type.Place, ProblemCode.UnknownType,
                $"there is no {section} type '{name}'; expected {Types}{Suggestion.For(name, shapes.Select(known => known.Type))}");
            return null;
        }

        CheckFlags(flags, shape);
        return ReadOptions(shape, flags, own, shared, missingAt);
    }

    private string Types => ValueReader.Listed([.. shapes.Select(shape => shape.Type)]);

    private DialectChoice ReadOptions(DialectShape shape, Layer flags, Layer own, Layer shared, Place missingAt)
    {
        var layers = new List<Layer> { flags };
        foreach (var layer in new[] { own, shared })
        {
            layers.Add(layer.Below(shape.Type));
            if (IsFor(layer, shape))
                layers.Add(layer);
        }

        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var option in shape.Options)
        {
            var setting = reader.Read(ValueRule.Of(option), [.. layers]);
            if (setting is null && option.Required)
            {
                reader.Report(
                    missingAt, ProblemCode.MissingKey, $"{section} type '{shape.Type}' needs '{option.Name}': {option.Description}");
            }

            if (setting?.Value is { } value)
                (values[option.Name], places[option.Name]) = (value, setting.Place);
        }

        CheckExcluded(shape, places);
        return new DialectChoice(shape, values) { Places = places };
    }

    private void CheckExcluded(DialectShape shape, Dictionary<string, Place> places)
    {
        foreach (var option in shape.Options)
        {
            if (option.Excludes is { } other && places.TryGetValue(option.Name, out var place)
                && places.TryGetValue(other, out var otherPlace))
            {
                reader.Report(
                    place,
                    ProblemCode.NotAllowed,
                    $"'{option.Name}' and '{other}' (given at {otherPlace}) exclude each other; take one of them away");
            }
        }
    }

    /// <summary>Keys that stand beside a <c>type</c> are for that type alone.</summary>
    private static bool IsFor(Layer layer, DialectShape shape) =>
        layer.Values.GetValueOrDefault(DefinitionKeys.Type) is not YamlScalar { Text: var type }
        || type == shape.Type
        || type.Contains('$', StringComparison.Ordinal);

    private void CheckFlags(Layer flags, DialectShape shape)
    {
        foreach (var (key, value) in flags.Values)
        {
            if (key != DefinitionKeys.Type && !shape.OptionNames.Contains(key, StringComparer.Ordinal))
            {
                reader.Report(value.Place, ProblemCode.UnknownKey,
                    $"{section} type '{shape.Type}' has no key '{key}'{Suggestion.For(key, shape.OptionNames)}");
            }
        }
    }
}
