using System.CommandLine;
using Dataflux.Cli.Output;
using Dataflux.Cli.Running;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Replaying;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux replay</c>: runs what a migration rejected once more.</summary>
internal sealed class ReplayCommand : Command, IExamples
{
    private readonly DefinitionArguments _arguments;
    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "name=value",
        Description = "An option of the profile; target.name sets the target's; repeatable",
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Only warnings and errors" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Everything, details of failures included" };

    private readonly Option<bool> _acceptChanges = new("--accept-changes")
    {
        Description = "Replay although the target may not have what was not rejected",
    };

    internal ReplayCommand(CommandConsole console, Composition composition)
        : base(
            "replay",
            "Runs just the rejected items of a completed migration through the script and target as they are now; keeps what still fails")
    {
        _arguments = new DefinitionArguments(this);
        Add(_set);
        Add(_acceptChanges);
        Add(_quiet);
        Add(_verbose);
        SetAction((parsed, stop) => RunAsync(parsed, console, composition, stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux replay pictures.yaml", "after the script or the target was corrected"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CommandConsole console, Composition composition, CancellationToken stop)
    {
        if (parsed.GetValue(_quiet) && parsed.GetValue(_verbose))
            throw new UsageException("--quiet and --verbose exclude each other; give one");

        var overrides = _arguments.Overrides(parsed);
        overrides.Set(parsed.GetValue(_set) ?? []);

        var definition = composition.Reader(console).Read(_arguments.Path(parsed, console), overrides).OrThrow();
        definition = definition with { Migration = definition.Migration with { AcceptChanges = parsed.GetValue(_acceptChanges) } };
        var stateTarget = composition.StateTargetOf(definition);
        if (stateTarget is null && !Directory.Exists(definition.StateFolder))
            throw new UsageException($"'{definition.Name}' has not been migrated yet; run: dataflux migrate {definition.Path}");

        using var replay = await BeginAsync(definition, stateTarget, console, stop);
        if (replay.Export.Files.Count == 0)
        {
            await console.Out.WriteLineAsync($"{definition.Name}: nothing is rejected, so there is nothing to replay");
            return ExitCode.Complete;
        }

        var verbosity = parsed.GetValue(_quiet) ? Verbosity.Quiet : parsed.GetValue(_verbose) ? Verbosity.Verbose : Verbosity.Normal;
        var code = await new MigrationRun(
            console, ReplayedRejects.In(composition, definition, replay), definition, new RunView { Verbosity = verbosity }).RunAsync(stop);
        if (verbosity != Verbosity.Quiet)
            await console.Out.WriteLineAsync($"{definition.Name} as a whole: {RunLines.Accounting(replay.Counts)}");

        return code;
    }

    private static async Task<Replay> BeginAsync(
        Definition definition, ITargetConnection? stateTarget, CommandConsole console, CancellationToken stop)
    {
        await using (stateTarget)
        {
            return await Replay.BeginAsync(definition.StateFolder, definition.Name, console.Time, stateTarget, stop);
        }
    }
}
