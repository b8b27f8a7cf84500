using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;

namespace Dataflux.Definitions;

/// <summary>What flags say, before it is judged: by key for the definition's own keys, by option for source, target and profile.</summary>
internal sealed class Overrides
{
    internal Dictionary<string, YamlValue> Keys { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, YamlValue> Source { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, YamlValue> Target { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, YamlValue> Options { get; } = new(StringComparer.Ordinal);

    /// <summary>What is wrong with flags themselves.</summary>
    internal List<Problem> Problems { get; } = [];

    /// <summary>Takes all <c>--set</c>, see <see cref="Set(string)"/>.</summary>
    internal void Set(IEnumerable<string> assignments)
    {
        foreach (var assignment in assignments)
            Set(assignment);
    }

    /// <summary>
    /// Takes one <c>--set</c>: <c>name=value</c> for an option of the profile, <c>source.name=value</c> and
    /// <c>target.name=value</c> for one of the dialect.
    /// </summary>
    internal void Set(string assignment)
    {
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            Problems.Add(new Problem("--set", 0, 0, ProblemCode.WrongKind, $"'{assignment}' is not an assignment; expected name=value"));
            return;
        }

        var name = assignment[..equals];
        var value = YamlScalar.Given($"--set {name}", assignment[(equals + 1)..]);
        if (name.StartsWith("source.", StringComparison.Ordinal))
        {
            Source[name["source.".Length..]] = value;
        }
        else if (name.StartsWith("target.", StringComparison.Ordinal))
        {
            Target[name["target.".Length..]] = value;
        }
        else if (DefinitionKeys.All.FirstOrDefault(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } key)
        {
            Problems.Add(new Problem("--set", 0, 0, ProblemCode.UnknownKey,
                $"'{name}' is a key of the definition, and --set gives options of the profile: write '{key.Name}' in the definition, or "
                + "use its own flag"
                + (key.Variable is { } variable ? $" or {variable}" : "")));
        }
        else
        {
            Options[name] = value;
        }
    }
}
