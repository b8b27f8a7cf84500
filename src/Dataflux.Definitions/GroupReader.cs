using Dataflux.Definitions.Ground;
using Dataflux.Engine.Plans;

using Dataflux.Engine.Ground;
namespace Dataflux.Definitions;

/// <summary>Reads <c>group:</c> of the definition and of <c>dataflux.yaml</c>.</summary>
/// <param name="reader">Reads single settings.</param>
/// <param name="layers">The layers.</param>
/// <param name="places">Receives where the values were written, as <c>group.scope</c>.</param>
internal sealed class GroupReader(SettingReader reader, Layers layers, Dictionary<string, Place> places)
{
    /// <summary>The options with those of <c>group:</c>; what excludes each other is reported.</summary>
    internal MigrationOptions Read(MigrationOptions options)
    {
        var read = options with
        {
            GroupScope = Read(DefinitionKeys.GroupScope) is "export" ? GroupScope.Export : GroupScope.File,
            GroupMemory = Read(DefinitionKeys.GroupMemory) as long? ?? options.GroupMemory,
            GroupDisk = Read(DefinitionKeys.GroupDisk) as long?,
        };
        if (read.GroupScope == GroupScope.Export && read.Checkpoint == CheckpointPlace.Target)
        {
            Refuse(
                "keeps rows in the state folder until they are grouped, and does not go with 'checkpoint: target'; take one of them away");
        }

        if (read.GroupScope == GroupScope.Export && read.Limit is not null)
            Refuse("needs all items of the export, and does not go with a limit; try the profile with 'scope: file' instead");

        return read;
    }

    /// <summary>Finds keys below a section that mean nothing.</summary>
    internal static void Check(SettingReader reader, DefinitionKey section, Yaml.YamlValue? value)
    {
        if (value is null or Yaml.YamlScalar { IsNull: true } || (value is Yaml.YamlScalar word && word.Text == section.Short))
            return;

        if (value is Yaml.YamlScalar && section.InPlace is not null)
            return;

        if (value is not Yaml.YamlMap map)
        {
            reader.Report(
                value.Place,
                ProblemCode.WrongKind,
                $"'{section.Name}' is {value.What}; expected {ValueReader.Expected(ValueKind.Section)}");
            return;
        }

        var known = section.Keys.Select(key => key.Name).ToList();
        foreach (var entry in map.Entries.Where(entry => !known.Contains(entry.Key, StringComparer.Ordinal)))
        {
            reader.Report(
                entry.Place, ProblemCode.UnknownKey, $"'{section.Name}' has no key '{entry.Key}'{Suggestion.For(entry.Key, known)}");
        }
    }

    private object? Read(DefinitionKey key)
    {
        var section = DefinitionKeys.Group.Name;
        var setting = reader.Read(ValueRule.Of(key), layers.Definition.Below(section), layers.Project.Below(section));
        if (setting is not null)
            places[$"{section}.{key.Name}"] = setting.Place;

        return setting?.Value;
    }

    private void Refuse(string why) =>
        reader.Report(places[DefinitionKeys.GroupScopePath], ProblemCode.NotAllowed, $"'scope: export' {why}");
}
