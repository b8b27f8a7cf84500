using Cocona;
using Dataflux.Authoring.Checking;
using Dataflux.Authoring.Checking.Reports;
using Dataflux.Authoring.Checking.Watching;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux check</c>: finds everything that is wrong with definitions and scripts, without touching anything.</summary>
internal sealed class CheckCommand(CommandConsole console, Composition composition, CommandCall call)
{
    private const int DefaultSample = 1_000;

    [Command("check", Description = "Finds everything that is wrong with definitions and their scripts; touches nothing. "
        + "Exit codes: 0 nothing is wrong (warnings are no mistakes), 2 something is, or wrong usage")]
    [Example("dataflux check pictures.yaml", "one definition and its script")]
    [Example("dataflux check migrations/*.yaml", "all of them")]
    [Example("dataflux check pictures.yaml --connect", "would a migration start? Looks at source and target too")]
    [Example("dataflux check pictures.yaml --sample 50000", "with more items of the export than the usual 1,000")]
    [Example("dataflux check pictures.yaml --prove", "does it give the same table whatever the order, the batches, the number of runs?")]
    [Example("dataflux check pictures.yaml --watch", "again at every save")]
    [Example("dataflux check migrations/*.yaml --format github", "beside the lines of a pull request")]
    public async Task<int> RunAsync(
        [Argument(Description = "The definitions: paths, or names in the working directory or in migrations/")] string[] definition,
        [Option(ValueName = "n", Description = "Items of the export that are sent through the script, 0 for none [default: 1000]")]
        int? sample,
        [Option(Description = "Looks at source and target too: login, tables, columns, types, unique indexes, rights; what that needs is "
            + "rolled back")]
        bool connect,
        [Option(Description = "Migrates the sample into copies of the tables in several ways, and compares the tables")] bool prove,
        [Option(Description = "Stays, and checks again whenever one of the files is saved; Ctrl+C ends it")] bool watch,
        [Option(ValueName = "text|json|github|sarif",
            Description = "The form of the answer; all but text go to standard output alone")]
        CheckFormat format = CheckFormat.Text)
    {
        var paths = new DefinitionLookup(console.WorkingDirectory).FindAll(definition);
        var options = new CheckOptions
        {
            Sample = sample switch
            {
                < 0 => throw new UsageException($"--sample is {sample}; expected a number of items, 0 or more"),

                // At every save the answer must be there at once; who wants the sample too asks for it.
                null when watch => 0,
                _ => sample ?? DefaultSample,
            },
            Connect = connect,
            Prove = prove,
        };
        if (!watch)
        {
            var run = Run(options, composition, Report(format));
            return await Interruptible.RunAsync(console, async token => (await run.RunAsync(paths, options, token)).ExitCode, call.Stop);
        }

        if (format != CheckFormat.Text)
            throw new UsageException("--watch is for people and editors, which read text; take --format away");

        var watched = composition with { LoadProfile = composition.LoadProfileHere ?? composition.LoadProfile };
        return await new CheckWatch(console, report => Run(options, watched, report), () => Report(console.Out))
            .RunAsync(paths, options, call.Stop);
    }

    private CheckRun Run(CheckOptions options, Composition with, ICheckReport report)
    {
        List<ICheckLayer> layers =
            [new DefinitionLayer(with.Reader(console), with), new ScriptLayer(with), new RecordsLayer(with, console.Time)];
        if (options.Sample > 0)
            layers.Add(new SampleLayer(with, console.Time));

        if (options.Connect)
            layers.Add(new ConnectLayer(with, console.Time));

        if (options.Prove)
            layers.Add(new ProveLayer(with, console));

        return new CheckRun(console, layers, report);
    }

    private ICheckReport Report(CheckFormat format) => format switch
    {
        CheckFormat.Json => new JsonReport(console.Out, SourceLines.Of(console, composition)),
        CheckFormat.GitHub => new GitHubReport(console.CommandOut, console.Secrets),
        CheckFormat.Sarif => new SarifReport(console.Out, console.WorkingDirectory),
        _ => Report(console.Error),
    };

    private TextReport Report(TextWriter problems) => new(
        console.Out,
        new ProblemText(
            problems == console.Error ? console.DrawnError : console.DrawnOut,
            SourceLines.Of(console, composition),
            problems == console.Error ? console.ErrorColours : console.Colours));
}
