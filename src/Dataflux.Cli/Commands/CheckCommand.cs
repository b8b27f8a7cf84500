using System.CommandLine;
using Dataflux.Cli.Checking;
using Dataflux.Cli.Definitions;
using Dataflux.Cli.Running;
using Dataflux.Cli.Testing;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux check</c>: finds everything that is wrong with definitions and scripts, without touching anything.</summary>
internal sealed class CheckCommand : Command, IExamples
{
    private readonly Argument<string[]> _definitions = new("definition")
    {
        Description = "The definitions: paths, or names in the working directory or in migrations/",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _prove = new("--prove")
    {
        Description = "Migrates the sample into copies of the tables in several ways, and compares the tables",
    };

    internal CheckCommand(CommandConsole console, Composition composition)
        : base("check", "Finds everything that is wrong with definitions and their scripts; touches nothing")
    {
        Add(_definitions);
        Add(_prove);
        SetAction((parsed, stop) =>
        {
            var options = new CheckOptions { Sample = 1_000, Prove = parsed.GetValue(_prove) };
            return RunAsync(parsed.GetRequiredValue(_definitions), options, console, composition, stop);
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux check pictures.yaml", "one definition and its script"),
        ("dataflux check migrations/*.yaml", "all of them"),
        ("dataflux check pictures.yaml --prove", "does it give the same table whatever the order, the batches, the number of runs?"),
    ];

    private static Task<int> RunAsync(
        string[] names, CheckOptions options, CommandConsole console, Composition composition, CancellationToken stop)
    {
        var lookup = new DefinitionLookup(console.WorkingDirectory);
        var paths = names.Where(name => !TestsFile.Is(name)).Select(lookup.Find).Distinct(StringComparer.Ordinal).ToList();
        List<ICheckLayer> layers = [new DefinitionLayer(composition.Reader(console)), new ScriptLayer(composition)];
        if (options.Prove)
            layers.Add(new ProveLayer(composition, console));

        return Interruptible.RunAsync(console, token => new CheckRun(console, layers).RunAsync(paths, options, token), stop);
    }
}
