using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Inspection;

/// <summary>Finds the source that a place means which someone named on the command line: a folder, a file, a URL.</summary>
/// <param name="console">The console, for the working directory.</param>
/// <param name="composition">The dialects.</param>
internal sealed class ExportPlace(CommandConsole console, Composition composition)
{
    /// <summary>Sets the source's type and its options.</summary>
    /// <param name="what">The place.</param>
    /// <param name="overrides">Receives them.</param>
    /// <param name="tables">The tables of the place that are meant; none: all that is there.</param>
    /// <returns>The kind of source.</returns>
    /// <exception cref="UsageException">No source reads from such a place, or it has no tables.</exception>
    internal SourceDialect Locate(string what, Overrides overrides, IReadOnlyList<string> tables)
    {
        foreach (var dialect in composition.Dialects.Sources)
        {
            if (dialect.Locate?.Invoke(what, console.WorkingDirectory) is not { } options)
                continue;

            overrides.Source[DefinitionKeys.Type] = YamlScalar.Given(what, dialect.Type);
            foreach (var (name, value) in options)
                overrides.Source[name] = YamlScalar.Given(what, value);

            foreach (var (name, value) in tables.Count == 0 ? [] : Choose(dialect, what, tables))
                overrides.Source[name] = YamlScalar.Given("--table", value);

            return dialect;
        }

        var places = composition.Dialects.Places;
        throw new UsageException(what.Contains("://", StringComparison.Ordinal)
            ? $"exports are not read from '{what}'; give {places}, or a definition"
            : $"'{what}' does not exist; give {places}, or a definition");
    }

    private IReadOnlyList<(string Option, string Value)> Choose(SourceDialect dialect, string what, IReadOnlyList<string> tables) =>
        dialect.Catalog?.Choose(tables) ?? throw new UsageException(
            $"--table is given, but '{what}' has no tables to choose among; leave it out. It goes with "
            + string.Join(
                ", ", composition.Dialects.Sources.Where(static each => each.Catalog is not null).Select(static each => each.Place)));
}
