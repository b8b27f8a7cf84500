using Dataflux.Engine.Coverage;

namespace Dataflux.Definitions;

/// <summary>Reads <c>coverage:</c> of the definition and of <c>dataflux.yaml</c>.</summary>
/// <param name="reader">Reads single settings.</param>
/// <param name="layers">The layers.</param>
internal sealed class CoverageReader(SettingReader reader, Layers layers)
{
    /// <summary>How attributes are reported that are not read; <see langword="null"/>: not at all.</summary>
    internal CoverageOptions? Read()
    {
        var mode = Read(DefinitionKeys.CoverageMode) as string;
        var ignored = Read(DefinitionKeys.CoverageIgnore) as string;
        return mode is "off" ? null : new()
        {
            IsError = mode is "error",
            Ignored = ignored?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
    }

    private object? Read(DefinitionKey key)
    {
        var section = DefinitionKeys.Coverage;
        return reader.Read(ValueRule.Of(key), layers.Definition.Below(section), layers.Project.Below(section))?.Value;
    }
}
