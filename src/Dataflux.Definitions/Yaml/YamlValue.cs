using Dataflux.Definitions.Ground;

namespace Dataflux.Definitions.Yaml;

/// <summary>A YAML value with the place it was written at.</summary>
/// <param name="Place">Where it begins.</param>
internal abstract record YamlValue(Place Place)
{
    /// <summary>What it is, for messages.</summary>
    internal abstract string What { get; }
}
