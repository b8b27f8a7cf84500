using System.CommandLine;
using Dataflux.Cli.Monitoring;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;

namespace Dataflux.Cli.Commands;

/// <summary>Finds a migration's state: by its definition, or by its name when the definition cannot be read here.</summary>
internal sealed class MigrationStateLookup
{
    private readonly Argument<string?> _definition = new("definition")
    {
        Description = "The definition, or the migration's name",
    };

    private readonly Option<string?> _stateDir = new("--state-dir")
    {
        HelpName = "folder",
        Description = $"{DefinitionKeys.StateDir.Description} [default: {DefinitionKeys.StateDir.Default}]",
    };

    internal MigrationStateLookup(Command command, bool optional = false)
    {
        _definition.Arity = optional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne;
        command.Add(_definition);
        command.Add(_stateDir);
    }

    /// <summary>The migration that was named; <see langword="null"/> when none was.</summary>
    internal MigrationState? Find(ParseResult parsed, CommandConsole console, Composition composition)
    {
        if (parsed.GetValue(_definition) is not { } given)
            return null;

        // Its name alone is enough where it has run.
        var folder = Path.Combine(Directory(parsed, console), given);
        if (!given.AsSpan().ContainsAny('/', '\\') && System.IO.Directory.Exists(folder))
            return new MigrationState(given, folder, StatusFile.Read(folder)?.LogFile ?? Path.Combine(folder, "run.log"));

        var path = new DefinitionLookup(console.WorkingDirectory).Find(given);
        var overrides = new Overrides();
        if (parsed.GetValue(_stateDir) is { } stateDir)
            overrides.Keys[DefinitionKeys.StateDir.Name] = YamlScalar.Given("--state-dir", stateDir);

        var definition = composition.Reader(console).Read(path, overrides, stateOnly: true).OrThrow();
        return new MigrationState(definition.Name, definition.StateFolder, definition.LogFile);
    }

    /// <summary>The folder with the state of all migrations.</summary>
    internal string Directory(ParseResult parsed, CommandConsole console)
    {
        var given = parsed.GetValue(_stateDir) ?? console.Environment.GetValueOrDefault(DefinitionKeys.StateDir.Variable!);
        return string.IsNullOrEmpty(given)
            ? OfProject(console)
            : Path.GetFullPath(HomePath.Expand(given) ?? given, console.WorkingDirectory);
    }

    // What is wrong with dataflux.yaml is said by the commands that need it; here the default is looked in then.
    private static string OfProject(CommandConsole console)
    {
        var project = ProjectFile.Find(console.WorkingDirectory);
        var given = project.Path is null
            ? null
            : YamlReader.Read(project.Path, File.ReadAllText(project.Path), [])?[DefinitionKeys.StateDir.Name] as YamlScalar;
        var text = given is null or { IsNull: true } ? null : new Variables(console.Environment, []).Expand(given);
        return Path.GetFullPath(string.IsNullOrEmpty(text) ? ".dataflux" : HomePath.Expand(text) ?? text, project.Folder);
    }
}
