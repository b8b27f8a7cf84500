using System.CommandLine;
using Dataflux.Cli.Checking;
using Dataflux.Cli.Checking.Reports;
using Dataflux.Cli.Checking.Watching;
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
        Add(_format);
        Add(_watch);
        SetAction((parsed, stop) => RunAsync(parsed, console, composition, stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux check pictures.yaml", "one definition and its script"),
        ("dataflux check migrations/*.yaml", "all of them"),
        ("dataflux check pictures.yaml --watch", "again at every save"),
        ("dataflux check migrations/*.yaml --format github", "beside the lines of a pull request"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CommandConsole console, Composition composition, CancellationToken stop)
    {
        var lookup = new DefinitionLookup(console.WorkingDirectory);
        var paths = parsed.GetRequiredValue(_definitions).Select(lookup.Find).Distinct(StringComparer.Ordinal).ToList();
        var options = new CheckOptions();
        var format = parsed.GetValue(_format);
        if (!parsed.GetValue(_watch))
            return (await Run(console, composition, Report(format, console, composition)).RunAsync(paths, options, stop)).ExitCode;

        if (format != CheckFormat.Text)
            throw new UsageException("--watch is for people and editors, which read text; take --format away");

        var watched = composition with { LoadProfile = composition.LoadProfileHere ?? composition.LoadProfile };
        return await new CheckWatch(console, report => Run(console, watched, report), () => Report(console.Out, console, composition))
            .RunAsync(paths, options, stop);
    }

    private static CheckRun Run(CommandConsole console, Composition composition, ICheckReport report)
    {
        ICheckLayer[] layers = [new DefinitionLayer(composition.Reader(console), composition), new ScriptLayer(composition)];
        return new CheckRun(console, layers, report);
    }

    private static ICheckReport Report(CheckFormat format, CommandConsole console, Composition composition) => format switch
    {
        CheckFormat.Json => new JsonReport(console.Out, SourceLines.Of(console, composition)),
        CheckFormat.GitHub => new GitHubReport(console.Out),
        CheckFormat.Sarif => new SarifReport(console.Out, console.WorkingDirectory),
        _ => Report(console.Error, console, composition),
    };

    private static TextReport Report(TextWriter problems, CommandConsole console, Composition composition) => new(
        console.Out,
        new ProblemText(
            problems,
            SourceLines.Of(console, composition),
            problems == console.Error ? console.ErrorColours : console.Colours));
}
