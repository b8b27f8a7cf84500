using System.CommandLine;
using Dataflux.Cli.Checking;
using Dataflux.Cli.Definitions;
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

    private readonly Option<int> _sample = new("--sample")
    {
        HelpName = "n",
        Description = "Items of the export that are sent through the script, 0 for none",
        DefaultValueFactory = _ => 1_000,
    };

    private readonly Option<bool> _connect = new("--connect")
    {
        Description = "Looks at source and target too: login, tables, columns, types, unique indexes, rights; what that needs is rolled back",
    };

    private readonly Option<bool> _prove = new("--prove")
    {
        Description = "Migrates the sample into copies of the tables in several ways, and compares the tables",
    };

    internal CheckCommand(CommandConsole console, Composition composition)
        : base("check", "Finds everything that is wrong with definitions and their scripts; touches nothing")
    {
        Add(_definitions);
        Add(_sample);
        Add(_connect);
        Add(_prove);
        SetAction((parsed, stop) => RunAsync(parsed.GetRequiredValue(_definitions), Asked(parsed), console, composition, stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux check pictures.yaml", "one definition and its script"),
        ("dataflux check migrations/*.yaml", "all of them"),
        ("dataflux check pictures.yaml --connect", "would a migration start? Looks at source and target too"),
        ("dataflux check pictures.yaml --sample 50000", "with more items of the export than the usual 1,000"),
        ("dataflux check pictures.yaml --prove", "does it give the same table whatever the order, the batches, the number of runs?"),
    ];

    private CheckOptions Asked(ParseResult parsed) => new()
    {
        Sample = parsed.GetValue(_sample) is >= 0 and var sample
            ? sample
            : throw new UsageException($"--sample is {parsed.GetValue(_sample)}; expected a number of items, 0 or more"),
        Connect = parsed.GetValue(_connect),
        Prove = parsed.GetValue(_prove),
    };

    private static Task<int> RunAsync(
        string[] names, CheckOptions options, CommandConsole console, Composition composition, CancellationToken stop)
    {
        var lookup = new DefinitionLookup(console.WorkingDirectory);
        var paths = names.Where(name => !TestsFile.Is(name)).Select(lookup.Find).Distinct(StringComparer.Ordinal).ToList();
        List<ICheckLayer> layers = [new DefinitionLayer(composition.Reader(console)), new ScriptLayer(composition)];
        if (options.Sample > 0)
            layers.Add(new SampleLayer(composition, console.Time));

        if (options.Connect)
            layers.Add(new ConnectLayer(composition, console.Time));

        if (options.Prove)
            layers.Add(new ProveLayer(composition, console));

        return new CheckRun(console, layers).RunAsync(paths, options, stop);
    }
}
