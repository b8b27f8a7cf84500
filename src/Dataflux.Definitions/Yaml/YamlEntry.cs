using Dataflux.Definitions.Ground;

namespace Dataflux.Definitions.Yaml;

/// <summary>A key of a YAML mapping and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Place">Where the key is.</param>
/// <param name="Value">The value.</param>
internal sealed record YamlEntry(string Key, Place Place, YamlValue Value);
