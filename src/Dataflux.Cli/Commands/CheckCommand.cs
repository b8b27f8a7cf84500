using System.CommandLine;
using Dataflux.Cli.Checking;
using Dataflux.Cli.Definitions;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux check</c>: finds everything that is wrong with definitions and scripts, without touching anything.</summary>
internal sealed class CheckCommand : Command, IExamples
{
    private readonly Argument<string[]> _definitions = new("definition")
    {
        Description = "The definitions: paths, or names in the working directory or in migrations/",
        Arity = ArgumentArity.OneOrMore,
    };

    internal CheckCommand(CommandConsole console, Composition composition)
        : base("check", "Finds everything that is wrong with definitions and their scripts; touches nothing")
    {
        Add(_definitions);
        SetAction((parsed, stop) => RunAsync(parsed.GetRequiredValue(_definitions), console, composition, stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux check pictures.yaml", "one definition and its script"),
        ("dataflux check migrations/*.yaml", "all of them"),
    ];

    private static Task<int> RunAsync(string[] names, CommandConsole console, Composition composition, CancellationToken stop)
    {
        var lookup = new DefinitionLookup(console.WorkingDirectory);
        var paths = names.Select(lookup.Find).Distinct(StringComparer.Ordinal).ToList();
        ICheckLayer[] layers = [new DefinitionLayer(composition.Reader(console)), new ScriptLayer(composition)];
        return new CheckRun(console, layers).RunAsync(paths, new CheckOptions(), stop);
    }
}
