using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Undoing;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux undo</c>: restores the rows that a run changed.</summary>
internal sealed class UndoCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("undo", Description = "Restores the rows that a run with 'undo: keep' changed, where nobody changed them since, and forgets "
        + "the migration's progress, so that the next run reads everything. An undo is a numbered run, and can be undone. "
        + "Exit codes: 0 all is as before, 1 some rows were left, 2 wrong usage, 4 could not finish, 130 or 143 interrupted")]
    [Example("dataflux undo pictures.yaml --run 17 --dry-run", "what would be deleted, restored and left")]
    [Example("dataflux undo pictures.yaml --run 17", "asks, then does it")]
    [Example("dataflux undo pictures.yaml --run 17 --yes --output json", "for scripts")]
    public Task<int> RunAsync(
        DefinitionArguments arguments,
        [Option(ValueName = "number", Description = "The run to undo, as 'dataflux runs' numbers it")] long run,
        [Option(Description = "Only say what would be done")] bool dryRun,
        [Option(Description = "Restore rows too that others changed since; what they wrote is lost")] bool force,
        [Option('y', Description = "Do not ask")] bool yes,
        OutputOption answer) =>
        new UndoCommandRun(console, composition, arguments.Read(console, composition))
        {
            Number = run,
            DryRun = dryRun,
            Force = force,
            Yes = yes,
            Json = answer.IsJson,
        }.RunAsync(call.Stop);
}
