using Cocona;
using Dataflux.Authoring.Inspection;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Packs;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux inspect</c>: says what exports there are, and what is in one of them.</summary>
internal sealed class InspectCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("inspect", Description = "Lists exports and says what is in one of them: kinds of items, attributes, types, extremes, likely "
        + "keys; of a database its tables, as its catalog describes them; touches nothing. Exit codes: 0 done, 2 wrong usage or nothing "
        + "found, 4 the export or the database is damaged or out of reach, 130 or 143 interrupted")]
    [Example("dataflux inspect s3://exports/pictures --sample 10000", "a quick look at the newest export below a prefix")]
    [Example("dataflux inspect ./export --export 01715685260608-c488b4e1", "all of one export on this disk")]
    [Example("dataflux inspect postgresql://app@db.example.com/shop", "the tables of a database, and what their columns become")]
    [Example("dataflux inspect pictures.yaml --output json", "what a definition would read, for programs")]
    public Task<int> RunAsync(
        [Argument(Description = "What to look into: " + Descriptions.Places + "; a definition, whose source is then meant; or a pack, "
            + "whose sample is")]
        string what,
        [Option(ValueName = "id|latest", Description = SourceOptions.Export + " [default: latest]")] string? export,
        [Option(ValueName = "n", Description = "Looks at about so many items, spread over all files, instead of at all; of tables at their "
            + "values, too")]
        long? sample,
        [Option(ValueName = "name", Description = SourceOptions.Tables + " [default: all]")] string[]? table,
        OutputOption answer,
        SourceOptions source)
    {
        if (sample is <= 0)
            throw new UsageException($"--sample is {sample}; expected a number of items, 1 or more");

        var view = new InspectionView { Output = answer.Output, Sample = sample };
        return new InspectionRun(console, composition, Source(what, export, table ?? [], source), view).RunAsync(call.Stop);
    }

    private DialectChoice Source(string what, string? export, string[] tables, SourceOptions source)
    {
        var overrides = new Overrides();
        var path = IsPlace(what, console) ? null : new DefinitionLookup(console.WorkingDirectory).Find(what);
        if (PackFolder.Holding(path) is { } pack)
        {
            path = null;
            what = pack.Sample ?? throw new UsageException($"'{what}' was packed without a sample; inspect the export itself");
        }

        if (path is null)
            new ExportPlace(console, composition).Locate(what, overrides, tables);
        else if (tables.Length > 0)
            throw new UsageException($"--table is given, but '{what}' is a definition, which names its tables itself; leave it out");

        source.AddTo(overrides, export);
        return composition.Reader(console).ReadSource(path, overrides);
    }

    private static bool IsPlace(string what, CommandConsole console)
    {
        var path = Path.GetFullPath(what, console.WorkingDirectory);
        return what.Contains("://", StringComparison.Ordinal) || Directory.Exists(path) || IsMissingPath(what, path)
            || (File.Exists(path) && Path.GetExtension(path) is not (".yaml" or ".yml" or PackFile.Extension));
    }

    // Nobody writes a definition's name so, and a list of definitions would answer another question.
    private static bool IsMissingPath(string what, string path) =>
        (what.StartsWith("./", StringComparison.Ordinal) || what.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(what))
        && Path.GetExtension(path) is not (".yaml" or ".yml" or PackFile.Extension) && !File.Exists(path) && !File.Exists(path + ".yaml");
}
