using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux schema</c>: prints the JSON Schema of definitions.</summary>
internal sealed class SchemaCommand(CommandConsole console, Composition composition)
{
    private const string Definition = "definition";
    private const string Project = "project";

    [Command("schema", Description = "Prints the JSON Schema (draft-07) of definitions, or of " + ProjectFile.FileName + ", for editors. "
        + "Exit codes: 0 done, 2 wrong usage")]
    [Example("dataflux schema > definition.schema.json", "for the definitions; 'dataflux init' writes and uses it")]
    [Example("dataflux schema project > dataflux.schema.json", "for dataflux.yaml")]
    public int Run([Argument(Description = "'definition', or 'project' for " + ProjectFile.FileName)] string of = Definition)
    {
        var schema = of switch
        {
            Definition => composition.Schema.OfDefinitions(),
            Project or ProjectFile.FileName => composition.Schema.OfProject(),
            _ => throw new UsageException(
                $"there is no schema of '{of}'; expected '{Definition}' or '{Project}'{Suggestion.For(of, [Definition, Project])}"),
        };
        console.Out.WriteLine(schema);
        return ExitCode.Complete;
    }
}
