using Dataflux.Definitions.Ground;

namespace Dataflux.Definitions.Yaml;

/// <summary>A YAML sequence.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Values">Its values.</param>
internal sealed record YamlList(Place Place, IReadOnlyList<YamlValue> Values) : YamlValue(Place)
{
    internal override string What => "a list";
}
