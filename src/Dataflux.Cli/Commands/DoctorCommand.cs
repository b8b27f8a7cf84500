using Cocona;
using Dataflux.Authoring.Diagnosing;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux doctor</c>: says what may stand in the way of a run, a line for each finding.</summary>
internal sealed class DoctorCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("doctor", Description = "Looks at what a run needs: server programs and their version, room and rights in the state folder, "
        + "ports; with a definition its credentials (whether there are any, never their values), source, target, the user's rights "
        + "and the clock too. A line for each finding, with what to do next; nothing is changed. "
        + "Exit codes: 0 nothing stands in the way, 2 wrong usage or definition, 4 something does, 130 or 143 interrupted")]
    [Example("dataflux doctor", "this machine")]
    [Example("dataflux doctor pictures.yaml", "and what a definition needs")]
    public Task<int> RunAsync([Argument(Description = MigrationArguments.Meaning)] string? definition)
    {
        var read = definition is null
            ? null
            : composition.Reader(console).Read(new DefinitionLookup(console.WorkingDirectory).Find(definition), new Overrides()).OrThrow();
        return Interruptible.RunAsync(console, new DoctorRun(console, composition, read).RunAsync, call.Stop);
    }
}
