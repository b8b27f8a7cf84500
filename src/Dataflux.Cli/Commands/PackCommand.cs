using Cocona;
using Dataflux.Authoring.Packing;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Packs;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux pack</c>: makes one file of a definition, its script and a sample, to be given away.</summary>
internal sealed class PackCommand(CommandConsole console, Composition composition, CommandCall call)
{
    private const int MostItems = 10_000;

    [Command("pack", Description = "Makes one file of a definition, its script with everything it loads, its tests and a small sample, "
        + "which all commands take in place of the definition; refuses secrets. "
        + "Exit codes: 0 done, 2 wrong definition, script or usage, or a secret, 4 the export is damaged or out of reach")]
    [Example("dataflux pack pictures.yaml", "makes pictures.dfpack")]
    [Example("dataflux pack pictures.yaml -o ../pictures-2.dfpack --sample 0", "without items of the export")]
    [Example("dataflux migrate pictures.dfpack", "runs a pack as if the definition were there")]
    public Task<int> RunAsync(
        [Argument(Description = DefinitionArguments.Meaning)] string definition,
        [Option('o', ValueName = "file",
            Description = "The pack; replaced when it is there [default: the definition's name with " + PackFile.Extension + ", here]")]
        string? output,
        [Option(ValueName = "n", Description = "Items of the export to take along, spread over its files; 0 for none")] int sample = 100)
    {
        var path = new DefinitionLookup(console.WorkingDirectory).Find(definition);
        if (PackFolder.Holding(path) is { } pack)
            throw new UsageException($"'{ShownPath.Of(pack.Place, console.WorkingDirectory)}' is a pack already; copy it");

        if (sample is < 0 or > MostItems)
            throw new UsageException($"--sample is {sample}; expected a number of items from 0 to {MostItems:N0}");

        var name = output ?? Path.GetFileNameWithoutExtension(path) + PackFile.Extension;
        var file = Path.GetFullPath(name, console.WorkingDirectory);
        if (!file.EndsWith(PackFile.Extension, StringComparison.Ordinal))
            throw new UsageException($"--output is '{name}'; expected a name that ends in {PackFile.Extension}");

        return new PackRun(console, composition, path).RunAsync(file, sample, call.Stop);
    }
}
