using Dataflux.Definitions.Ground;

namespace Dataflux.Definitions.Yaml;

/// <summary>A YAML mapping.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Entries">The entries in the order they were written; the first of every key.</param>
internal sealed record YamlMap(Place Place, IReadOnlyList<YamlEntry> Entries) : YamlValue(Place)
{
    internal override string What => "a map of keys";

    /// <summary>A key's value; <see langword="null"/> when it is not there.</summary>
    internal YamlValue? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                    return entry.Value;
            }

            return null;
        }
    }
}
