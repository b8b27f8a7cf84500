using System.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux schema</c>: prints the JSON Schema of definitions.</summary>
internal sealed class SchemaCommand : Command, IExamples
{
    private const string Definition = "definition";
    private const string Project = "project";

    private readonly Argument<string> _of = new("of")
    {
        Description = $"'{Definition}', or '{Project}' for {ProjectFile.FileName}",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = static _ => Definition,
    };

    internal SchemaCommand(CommandConsole console, Composition composition)
        : base("schema", $"Prints the JSON Schema (draft-07) of definitions, or of {ProjectFile.FileName}, for editors. "
            + "Exit codes: 0 done, 2 wrong usage")
    {
        Add(_of);
        SetAction(parsed =>
        {
            var of = parsed.GetRequiredValue(_of);
            var schema = of switch
            {
                Definition => composition.Schema.OfDefinitions(),
                Project or ProjectFile.FileName => composition.Schema.OfProject(),
                _ => throw new UsageException(
                    $"there is no schema of '{of}'; expected '{Definition}' or '{Project}'{Suggestion.For(of, [Definition, Project])}"),
            };
            console.Out.WriteLine(schema);
            return ExitCode.Complete;
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux schema > definition.schema.json", "for the definitions; 'dataflux init' writes and uses it"),
        ("dataflux schema project > dataflux.schema.json", "for dataflux.yaml"),
    ];
}
