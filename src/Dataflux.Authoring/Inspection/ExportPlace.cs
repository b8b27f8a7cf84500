using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;

namespace Dataflux.Authoring.Inspection;

/// <summary>Finds the source that a place means which someone named on the command line: a folder, a file, a URL.</summary>
/// <param name="console">The console, for the working directory.</param>
/// <param name="composition">The dialects.</param>
internal sealed class ExportPlace(CommandConsole console, Composition composition)
{
    /// <summary>Sets the source's type and its options.</summary>
    /// <param name="what">The place.</param>
    /// <param name="overrides">Receives them.</param>
    /// <exception cref="UsageException">No source reads from such a place.</exception>
    internal void Locate(string what, Overrides overrides)
    {
        foreach (var dialect in composition.Dialects.Sources)
        {
            if (dialect.Locate?.Invoke(what, console.WorkingDirectory) is not { } options)
                continue;

            overrides.Source[DefinitionKeys.Type] = YamlScalar.Given(what, dialect.Type);
            foreach (var (name, value) in options)
                overrides.Source[name] = YamlScalar.Given(what, value);

            return;
        }

        var places = composition.Dialects.Places;
        throw new UsageException(what.Contains("://", StringComparison.Ordinal)
            ? $"exports are not read from '{what}'; give {places}, or a definition"
            : $"'{what}' does not exist; give {places}, or a definition");
    }
}
