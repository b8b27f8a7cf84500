using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux ddl</c>: prints the statements by which a warehouse reads what a migration writes.</summary>
internal sealed class DdlCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("ddl", Description = "Prints the statements by which a warehouse reads what a migration writes: its tables, the loading of "
        + "the files that are shown, the last state of each key. Run twice they do the same; dataflux runs none of them. "
        + "Exit codes: 0 done, 2 wrong usage, definition or profile, "
        + "4 the warehouse cannot hold the records, or the target is out of reach")]
    [Example("dataflux ddl pictures-lake.yaml --for athena", "for Athena, or one of the others")]
    [Example("dataflux ddl pictures-lake.yaml --for redshift > load.sql", "into a file")]
    public async Task<int> RunAsync(
        [Argument(Description = DefinitionArguments.Meaning)] string definition,
        [Option("for", ValueName = "name", Description = "The warehouse: " + Descriptions.Readers)] string reader)
    {
        var path = new DefinitionLookup(console.WorkingDirectory).Find(definition);
        var read = composition.Reader(console).Read(path, new Overrides(), targetOnly: true).OrThrow();
        var statements = composition.DialectOf(read).Statements ?? throw new UsageException(
            $"no warehouse reads target type '{read.Target.Type}' by statements of its own; one does with: "
            + composition.TypesWith(static dialect => dialect.Statements));
        if (!statements.Readers.Contains(reader, StringComparer.Ordinal))
            throw new UsageException($"--for is '{reader}'; expected {ValueReader.Listed(statements.Readers)}");

        using var script = ProfileCheck.Require(composition, read);
        var profile = script.Bind(new ProfileContext(read.Options, console.Time.GetUtcNow(), ProfileLog.None));
        console.Out.Write(await statements.WriteAsync(read.TargetSettings, reader, profile.MappedTypes, call.Stop));
        return ExitCode.Complete;
    }
}
