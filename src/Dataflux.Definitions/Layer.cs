using Dataflux.Definitions.Yaml;

namespace Dataflux.Definitions;

/// <summary>One of the places that settings come from: flags, environment, the definition, <c>dataflux.yaml</c>.</summary>
/// <param name="Folder">The folder that its paths are relative to, absolute.</param>
/// <param name="Values">Its values by key.</param>
internal sealed record Layer(string Folder, IReadOnlyDictionary<string, YamlValue> Values)
{
    internal static Layer Of(string folder, YamlMap? map)
    {
        var values = new Dictionary<string, YamlValue>(StringComparer.Ordinal);
        foreach (var entry in map?.Entries ?? [])
            values[entry.Key] = entry.Value;

        return new Layer(folder, values);
    }

    /// <summary>The layer below one key; empty when there is no map.</summary>
    internal Layer Below(string key) => Of(Folder, Values.GetValueOrDefault(key) as YamlMap);

    /// <summary>The layer below a section, where a single value stands for the key that may be written in the section's place.</summary>
    internal Layer Below(DefinitionKey section) =>
        section.InPlace is { } key && Values.GetValueOrDefault(section.Name) is YamlScalar { IsNull: false } value
            ? new Layer(Folder, new Dictionary<string, YamlValue>(StringComparer.Ordinal) { [key.Name] = value })
            : Below(section.Name);
}
