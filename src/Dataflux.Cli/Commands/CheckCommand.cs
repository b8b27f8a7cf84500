using System.CommandLine;
using Dataflux.Authoring.Checking;
using Dataflux.Authoring.Checking.Reports;
using Dataflux.Authoring.Checking.Watching;
using Dataflux.Composing;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

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
        Description = "Looks at source and target too: login, tables, columns, types, unique indexes, rights; what that needs is "
            + "rolled back",
    };

    private readonly Option<bool> _prove = new("--prove")
    {
        Description = "Migrates the sample into copies of the tables in several ways, and compares the tables",
    };

    private readonly Option<CheckFormat> _format = new("--format")
    {
        HelpName = "text|json|github|sarif",
        Description = "The form of the answer; all but text go to standard output alone [default: text]",
    };

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Stays, and checks again whenever one of the files is saved; Ctrl+C ends it",
    };

    internal CheckCommand(CommandConsole console, Composition composition)
        : base("check", "Finds everything that is wrong with definitions and their scripts; touches nothing. "
            + "Exit codes: 0 nothing is wrong (warnings are no mistakes), 2 something is, or wrong usage")
    {
        Add(_definitions);
        Add(_sample);
        Add(_connect);
        Add(_prove);
        Add(_format);
        Add(_watch);
        SetAction((parsed, stop) => RunAsync(parsed, console, composition, stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux check pictures.yaml", "one definition and its script"),
        ("dataflux check migrations/*.yaml", "all of them"),
        ("dataflux check pictures.yaml --connect", "would a migration start? Looks at source and target too"),
        ("dataflux check pictures.yaml --sample 50000", "with more items of the export than the usual 1,000"),
        ("dataflux check pictures.yaml --prove", "does it give the same table whatever the order, the batches, the number of runs?"),
        ("dataflux check pictures.yaml --watch", "again at every save"),
        ("dataflux check migrations/*.yaml --format github", "beside the lines of a pull request"),
    ];

    private CheckOptions Asked(ParseResult parsed) => new()
    {
        Sample = parsed.GetValue(_sample) switch
        {
            < 0 and var sample => throw new UsageException($"--sample is {sample}; expected a number of items, 0 or more"),

            // At every save the answer must be there at once; who wants the sample too asks for it.
            _ when parsed.GetValue(_watch) && parsed.GetResult(_sample) is null or { Implicit: true } => 0,
            var sample => sample,
        },
        Connect = parsed.GetValue(_connect),
        Prove = parsed.GetValue(_prove),
    };

    private async Task<int> RunAsync(ParseResult parsed, CommandConsole console, Composition composition, CancellationToken stop)
    {
        var paths = new DefinitionLookup(console.WorkingDirectory).FindAll(parsed.GetRequiredValue(_definitions));
        var options = Asked(parsed);
        var format = parsed.GetValue(_format);
        if (!parsed.GetValue(_watch))
        {
            var run = Run(options, console, composition, Report(format, console, composition));
            return await Interruptible.RunAsync(console, async token => (await run.RunAsync(paths, options, token)).ExitCode, stop);
        }

        if (format != CheckFormat.Text)
            throw new UsageException("--watch is for people and editors, which read text; take --format away");

        var watched = composition with { LoadProfile = composition.LoadProfileHere ?? composition.LoadProfile };
        return await new CheckWatch(
            console, report => Run(options, console, watched, report), () => Report(console.Out, console, composition))
            .RunAsync(paths, options, stop);
    }

    private static CheckRun Run(CheckOptions options, CommandConsole console, Composition composition, ICheckReport report)
    {
        List<ICheckLayer> layers = [new DefinitionLayer(composition.Reader(console), composition), new ScriptLayer(composition)];
        if (options.Sample > 0)
            layers.Add(new SampleLayer(composition, console.Time));

        if (options.Connect)
            layers.Add(new ConnectLayer(composition, console.Time));

        if (options.Prove)
            layers.Add(new ProveLayer(composition, console));

        return new CheckRun(console, layers, report);
    }

    private static ICheckReport Report(CheckFormat format, CommandConsole console, Composition composition) => format switch
    {
        CheckFormat.Json => new JsonReport(console.Out, SourceLines.Of(console, composition)),
        CheckFormat.GitHub => new GitHubReport(console.CommandOut, console.Secrets),
        CheckFormat.Sarif => new SarifReport(console.Out, console.WorkingDirectory),
        _ => Report(console.Error, console, composition),
    };

    private static TextReport Report(TextWriter problems, CommandConsole console, Composition composition) => new(
        console.Out,
        new ProblemText(
            problems == console.Error ? console.DrawnError : console.DrawnOut,
            SourceLines.Of(console, composition),
            problems == console.Error ? console.ErrorColours : console.Colours));
}
