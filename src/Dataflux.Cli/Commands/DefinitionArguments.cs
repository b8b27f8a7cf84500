using System.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;

namespace Dataflux.Cli.Commands;

/// <summary>What commands about a migration's state take: its definition, and where its state is when a flag said so.</summary>
internal sealed class DefinitionArguments
{
    private readonly Argument<string> _definition = new("definition")
    {
        Description = "The definition: a path, or a name in the working directory or in migrations/",
    };

    private readonly Option<string?> _stateDir = new("--state-dir")
    {
        HelpName = "folder",
        Description = "The folder that holds a folder of state for every migration, if a flag said so before",
    };

    internal DefinitionArguments(Command command)
    {
        command.Add(_definition);
        command.Add(_stateDir);
    }

    /// <summary>The flags, as a definition's uppermost layer.</summary>
    internal Overrides Overrides(ParseResult parsed)
    {
        var overrides = new Overrides();
        if (parsed.GetValue(_stateDir) is { } folder)
            overrides.Keys[DefinitionKeys.StateDir.Name] = YamlScalar.Given(_stateDir.Name, folder);

        return overrides;
    }

    /// <summary>The definition, as far as it is needed to find state and target: an unset variable of the source is no problem.</summary>
    /// <exception cref="Engine.Ground.ProblemsException">Something is wrong with it.</exception>
    internal Definition Read(ParseResult parsed, CommandConsole console, Composition composition) =>
        composition.Reader(console).Read(Path(parsed, console), Overrides(parsed), targetOnly: true).OrThrow();

    /// <summary>The definition's file.</summary>
    internal string Path(ParseResult parsed, CommandConsole console) =>
        new DefinitionLookup(console.WorkingDirectory).Find(parsed.GetRequiredValue(_definition));
}
