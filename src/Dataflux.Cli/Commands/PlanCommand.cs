using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Planning;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux plan</c>: says what a run will do before it does it.</summary>
internal sealed class PlanCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("plan", Description = "Says what a run will do: items, expected duration from a measured sample, the tables with their "
        + "indexes, triggers and foreign keys, disk, and the way back. The sample is written in a transaction that is always rolled back, "
        + "so nothing is changed. "
        + "Exit codes: 0 planned, 2 wrong usage, definition or profile, "
        + "4 source or target is out of reach or does not fit, 130 or 143 interrupted")]
    [Example("dataflux plan pictures.yaml", "what the next run will do")]
    [Example("dataflux plan pictures.yaml --write plan.md", "as a page for a change board too")]
    [Example("dataflux plan pictures.yaml --output json", "the same for programs")]
    public Task<int> RunAsync(
        DefinitionArguments arguments,
        OutputOption answer,
        [Option(ValueName = "file", Description = "Writes the plan as a Markdown page too, for a change board")] string? write,
        [Option(ValueName = "n", Description = "How many items are measured")] int sample = 5_000)
    {
        if (sample <= 0)
            throw new UsageException($"--sample is {sample}; expected a number of items, 1 or more");

        var page = write is null ? null : Path.GetFullPath(write, console.WorkingDirectory);
        var definition = composition.Reader(console).Read(arguments.Path(console), arguments.Overrides()).OrThrow();
        return new PlanRun(console, composition, definition, sample, answer.Output, page).RunAsync(call.Stop);
    }
}
