using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Terminal;
using Dataflux.Cli.Undoing;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Undoing;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux forget</c>: frees the space of a run's images.</summary>
internal sealed class ForgetCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("forget", Description = "Deletes the images of the rows that a run changed, and frees their space in the target: the run "
        + "cannot be undone any more. Rows and progress stay")]
    [Example("dataflux forget pictures.yaml --run 17", "asks, then frees the space")]
    [Example("dataflux forget pictures.yaml --run 17 --yes", "for scripts")]
    public async Task<int> RunAsync(
        DefinitionArguments arguments,
        [Option(ValueName = "number", Description = "The run whose images go, as 'dataflux runs' numbers it")] long run,
        [Option('y', Description = "Do not ask")] bool yes)
    {
        var definition = arguments.Read(console, composition);
        if (!yes
            && !await Confirmation.AskAsync(
                console, "forget", $"Delete the images of run {run} of '{definition.Name}', so that it cannot be undone any more?"))
        {
            await console.Out.WriteLineAsync("Nothing was changed.");
            return ExitCode.Usage;
        }

        await using var target = composition.TargetOf(definition);
        await RunImages.ForgetAsync(UndoCommandRun.Plan(console, definition, target, run), call.Stop);
        await console.Out.WriteLineAsync($"{definition.Name}: the images of run {run} are gone");
        return ExitCode.Complete;
    }
}
