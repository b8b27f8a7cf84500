using Dataflux.Cli.Definitions;
using Dataflux.Cli.Definitions.Yaml;

namespace Dataflux.Cli.Inspection;

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
        foreach (var dialect in composition.Sources)
        {
            if (dialect.Locate?.Invoke(what, console.WorkingDirectory) is not { } options)
                continue;

            overrides.Source[DefinitionKeys.Type] = YamlScalar.Given(what, dialect.Type);
            foreach (var (name, value) in options)
            {
                overrides.Source[name] = YamlScalar.Given(what, value);
            }

            return;
        }

        throw new UsageException(!what.Contains("://", StringComparison.Ordinal)
            ? $"'{what}' does not exist; give a folder with an export, s3://bucket/prefix, or a definition"
            : $"'{what}' is no place that exports are read from; give a folder, s3://bucket/prefix, or a definition");
    }
}
