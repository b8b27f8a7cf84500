using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Plans;

using Dataflux.Engine.Ground;
namespace Dataflux.Definitions;

/// <summary>Reads <c>verify:</c> of the definition and of <c>dataflux.yaml</c>.</summary>
/// <param name="reader">Reads single settings.</param>
/// <param name="layers">The layers.</param>
internal sealed class VerifyReader(SettingReader reader, Layers layers)
{
    /// <summary>The options with those of <c>verify:</c>.</summary>
    internal MigrationOptions Read(MigrationOptions options)
    {
        var setting = Read(DefinitionKeys.VerifyBatch);
        var word = new[] { layers.Definition, layers.Project }
            .Select(static layer => layer.Values.GetValueOrDefault(DefinitionKeys.Verify.Name))
            .OfType<YamlScalar>()
            .FirstOrDefault(static scalar => scalar.Text == DefinitionKeys.Verify.Short);
        var read = options with { VerifyBatches = setting?.Value as bool? ?? word is not null };
        if (read is { VerifyBatches: true, Checkpoint: CheckpointPlace.Target })
        {
            reader.Report(
                setting?.Place ?? word!.Place,
                ProblemCode.NotAllowed,
                "'verify: batch' keeps what it finds in the state folder, and does not go with 'checkpoint: target'; take one of "
                + "them away");
        }

        return read;
    }

    /// <summary>The tables in which every row should come from the export.</summary>
    internal string[] Owned() =>
        (Read(DefinitionKeys.VerifyOwns)?.Value as string)?.Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private Setting? Read(DefinitionKey key)
    {
        var section = DefinitionKeys.Verify.Name;
        return reader.Read(ValueRule.Of(key), layers.Definition.Below(section), layers.Project.Below(section));
    }
}
