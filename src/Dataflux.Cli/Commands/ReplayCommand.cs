using Cocona;
using Dataflux.Cli.CommandLine;
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
internal sealed class ReplayCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("replay", Description =
        "Runs just the rejected items of a completed migration through the script and target as they are now; keeps what still fails")]
    [Example("dataflux replay pictures.yaml", "after the script or the target was corrected")]
    public async Task<int> RunAsync(
        DefinitionArguments arguments,
        [Option(ValueName = "name=value", Description = "An option of the profile; target.name sets the target's; repeatable")]
        string[]? set,
        [Option(Description = "Replay although the target may not have what was not rejected")] bool acceptChanges,
        [Option('q', Description = "Only warnings and errors")] bool quiet,
        [Option('v', Description = "Everything, details of failures included")] bool verbose)
    {
        if (quiet && verbose)
            throw new UsageException("--quiet and --verbose exclude each other; give one");

        var overrides = arguments.Overrides();
        overrides.Set(set ?? []);

        var definition = composition.Reader(console).Read(arguments.Path(console), overrides).OrThrow();
        definition = definition with { Migration = definition.Migration with { AcceptChanges = acceptChanges } };
        var stateTarget = composition.StateTargetOf(definition);
        if (stateTarget is null && !Directory.Exists(definition.StateFolder))
            throw new UsageException($"'{definition.Name}' has not been migrated yet; run: dataflux migrate {definition.Path}");

        using var replay = await BeginAsync(definition, stateTarget);
        if (replay.Export.Parts.Count == 0)
        {
            await console.Out.WriteLineAsync($"{definition.Name}: nothing is rejected, so there is nothing to replay");
            return ExitCode.Complete;
        }

        var verbosity = quiet ? Verbosity.Quiet : verbose ? Verbosity.Verbose : Verbosity.Normal;
        var code = await new MigrationRun(
            console, ReplayedRejects.In(composition, definition, replay), definition, new RunView { Verbosity = verbosity })
            .RunAsync(call.Stop);
        if (verbosity != Verbosity.Quiet)
            await console.Out.WriteLineAsync($"{definition.Name} as a whole: {RunLines.Accounting(replay.Counts)}");

        return code;
    }

    private async Task<Replay> BeginAsync(Definition definition, ITargetConnection? stateTarget)
    {
        await using (stateTarget)
            return await Replay.BeginAsync(definition.StateFolder, definition.Name, console.Time, stateTarget, call.Stop);
    }
}
