using System.CommandLine;
using Dataflux.Authoring.Packing;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Packs;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux pack</c>: makes one file of a definition, its script and a sample, to be given away.</summary>
internal sealed class PackCommand : Command, IExamples
{
    private const int DefaultSample = 100;
    private const int MostItems = 10_000;

    private readonly Argument<string> _definition = new("definition")
    {
        Description = "The definition: a path, or a name in the working directory or in migrations/",
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "file",
        Description = $"The pack; replaced when it is there [default: the definition's name with {PackFile.Extension}, here]",
    };

    private readonly Option<int?> _sample = new("--sample")
    {
        HelpName = "n",
        Description = $"Items of the export to take along, spread over its files; 0 for none [default: {DefaultSample}]",
    };

    internal PackCommand(CommandConsole console, Composition composition)
        : base("pack", "Makes one file of a definition, its script with everything it loads, its tests and a small sample, which all "
            + "commands take in place of the definition; refuses secrets. "
            + "Exit codes: 0 done, 2 wrong definition, script or usage, or a secret, 4 the export is damaged or out of reach")
    {
        Add(_definition);
        Add(_output);
        Add(_sample);
        SetAction((parsed, stop) => RunAsync(parsed, console, composition, stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux pack pictures.yaml", "makes pictures.dfpack"),
        ("dataflux pack pictures.yaml -o ../pictures-2.dfpack --sample 0", "without items of the export"),
        ("dataflux migrate pictures.dfpack", "runs a pack as if the definition were there"),
    ];

    private Task<int> RunAsync(ParseResult parsed, CommandConsole console, Composition composition, CancellationToken stop)
    {
        var path = new DefinitionLookup(console.WorkingDirectory).Find(parsed.GetRequiredValue(_definition));
        if (PackFolder.Holding(path) is { } pack)
            throw new UsageException($"'{ShownPath.Of(pack.Place, console.WorkingDirectory)}' is a pack already; copy it");

        var items = parsed.GetValue(_sample) ?? DefaultSample;
        if (items is < 0 or > MostItems)
            throw new UsageException($"--sample is {items}; expected a number of items from 0 to {MostItems:N0}");

        var name = parsed.GetValue(_output) ?? Path.GetFileNameWithoutExtension(path) + PackFile.Extension;
        var output = Path.GetFullPath(name, console.WorkingDirectory);
        if (!output.EndsWith(PackFile.Extension, StringComparison.Ordinal))
            throw new UsageException($"--output is '{name}'; expected a name that ends in {PackFile.Extension}");

        return new PackRun(console, composition, path).RunAsync(output, items, stop);
    }
}
