using Dataflux.Cli.Monitoring;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;

namespace Dataflux.Cli.Commands;

/// <summary>Finds a migration's state: by its definition, or by its name when the definition cannot be read here.</summary>
/// <param name="stateDir">The folder of state, if a flag said so.</param>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects.</param>
internal sealed class MigrationStateLookup(string? stateDir, CommandConsole console, Composition composition)
{
    /// <summary>The migration that was named.</summary>
    internal MigrationState Find(string given)
    {
        // Its name alone is enough where it has run.
        var folder = Path.Combine(Directory(), given);
        if (!given.AsSpan().ContainsAny('/', '\\') && System.IO.Directory.Exists(folder))
            return new MigrationState(given, folder, StatusFile.Read(folder)?.LogFile ?? Path.Combine(folder, "run.log"));

        var path = new DefinitionLookup(console.WorkingDirectory).Find(given);
        var overrides = new Overrides();
        if (stateDir is not null)
            overrides.Keys[DefinitionKeys.StateDir.Name] = YamlScalar.Given("--state-dir", stateDir);

        var definition = composition.Reader(console).Read(path, overrides, stateOnly: true).OrThrow();
        return new MigrationState(definition.Name, definition.StateFolder, definition.LogFile);
    }

    /// <summary>The folder with the state of all migrations.</summary>
    internal string Directory()
    {
        var given = stateDir ?? console.Environment.GetValueOrDefault(DefinitionKeys.StateDir.Variable!);
        return string.IsNullOrEmpty(given)
            ? OfProject()
            : Path.GetFullPath(HomePath.Expand(given) ?? given, console.WorkingDirectory);
    }

    // What is wrong with dataflux.yaml is said by the commands that need it; here the default is looked in then.
    private string OfProject()
    {
        var project = ProjectFile.Find(console.WorkingDirectory);
        var given = project.Path is null
            ? null
            : YamlReader.Read(project.Path, File.ReadAllText(project.Path), [])?[DefinitionKeys.StateDir.Name] as YamlScalar;
        var text = given is null or { IsNull: true } ? null : new Variables(console.Environment, []).Expand(given);
        return Path.GetFullPath(string.IsNullOrEmpty(text) ? ".dataflux" : HomePath.Expand(text) ?? text, project.Folder);
    }
}
