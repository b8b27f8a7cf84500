using Dataflux.Composing;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Packing;

/// <summary>Finds literal values of a definition's secret keys, such as <c>password</c>, and passwords in its connection strings.</summary>
/// <param name="composition">Knows which keys are secret.</param>
internal sealed class DefinitionSecrets(Composition composition)
{
    private readonly HashSet<string> _secretKeys =
        [.. composition.Dialects.Options.Where(option => option.Secret).Select(option => option.Name)];

    /// <summary>Everything in a definition that must not be shared.</summary>
    /// <param name="shown">The file as the user would name it.</param>
    /// <param name="text">The YAML.</param>
    internal IReadOnlyList<Problem> Find(string shown, string text)
    {
        var found = new List<Problem>();
        if (YamlReader.Read(shown, text, []) is { } map)
            Walk(map, found);

        return [.. found.Concat(SecretScan.OfDefinition(shown, text)).DistinctBy(problem => problem.Line).OrderBy(problem => problem.Line)];
    }

    private void Walk(YamlMap map, List<Problem> found)
    {
        foreach (var entry in map.Entries)
        {
            if (entry.Value is YamlMap below)
            {
                Walk(below, found);
            }
            else if (entry.Value is YamlScalar { IsNull: false, Text.Length: > 0 } scalar && IsSecret(entry.Key, scalar.Text))
            {
                found.Add(new Problem(scalar.Place.Path, scalar.Place.Line, scalar.Place.Column, ProblemCode.Secret,
                    $"the value of '{entry.Key}' would be packed; write a variable in its place, such as ${{DB_PASSWORD}}"));
            }
        }
    }

    private bool IsSecret(string key, string text) => ConnectionText.IsConnection(text)
        ? ConnectionText.Password(text) is { } password && !SecretScan.IsVariable(password)
        : _secretKeys.Contains(key) && !SecretScan.IsVariable(text);
}
