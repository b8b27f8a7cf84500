using Cocona;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;

namespace Dataflux.Cli.Commands;

/// <summary>What commands about a migration's state take: its definition, and where its state is when a flag said so.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="StateDir">The folder of state.</param>
internal sealed record DefinitionArguments(
    [Argument(Description = DefinitionArguments.Meaning)] string Definition,
    [Option(ValueName = "folder", Description = "The folder that holds a folder of state for every migration, if a flag said so before")]
    string? StateDir = null)
    : ICommandParameterSet
{
    internal const string Meaning = "The definition: a path, or a name in the working directory or in migrations/";

    /// <summary>The flags, as a definition's uppermost layer.</summary>
    internal Overrides Overrides()
    {
        var overrides = new Overrides();
        if (StateDir is not null)
            overrides.Keys[DefinitionKeys.StateDir.Name] = YamlScalar.Given("--state-dir", StateDir);

        return overrides;
    }

    /// <summary>The definition, as far as it is needed to find state and target: an unset variable of the source is no problem.</summary>
    /// <param name="console">The console.</param>
    /// <param name="composition">The dialects.</param>
    /// <param name="withSource">Whether the source is needed, too.</param>
    /// <exception cref="Engine.Ground.ProblemsException">Something is wrong with it.</exception>
    internal Definition Read(CommandConsole console, Composition composition, bool withSource = false) =>
        composition.Reader(console).Read(Path(console), Overrides(), targetOnly: !withSource).OrThrow();

    /// <summary>The definition's file.</summary>
    internal string Path(CommandConsole console) => new DefinitionLookup(console.WorkingDirectory).Find(Definition);
}
