using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux sql</c>: opens the database's own program on a migration's target.</summary>
internal sealed class SqlCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("sql", Description = "Opens the database's own program (" + Descriptions.Programs + ") on a migration's target, an embedded "
        + "one included; arguments after -- are the program's own")]
    [OpensShell]
    [Example("dataflux sql pictures.yaml", "look around")]
    [Example("dataflux sql pictures.yaml -- -c 'select count(*) from picture'", "one statement")]
    public async Task<int> RunAsync(
        [Argument(Description = "The definition whose target to open; not needed when there is only one")] string? definition)
    {
        var lookup = new DefinitionLookup(console.WorkingDirectory);
        var path = definition is null ? lookup.FindOnly() : lookup.Find(definition);
        var read = composition.Reader(console).Read(path, new Overrides(), targetOnly: true).OrThrow();
        var shell = composition.DialectOf(read).Shell ?? throw new UsageException(
            $"target type '{read.Target.Type}' has no program to look into it; these have one: "
            + composition.TypesWith(static dialect => dialect.Shell));
        await using var session = await shell.OpenAsync(read.TargetSettings, call.Stop);

        // Ctrl+C stops a statement in the program; dataflux waits for the program itself to end.
        using var ignored = console.OwnsProcess
            ? PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true)
            : null;
        using var program = Start(session, shell.Advice);
        await program.WaitForExitAsync(call.Stop);
        return program.ExitCode;
    }

    private Process Start(ShellSession session, string advice)
    {
        var start = new ProcessStartInfo(session.Program, [.. session.Arguments, .. call.Rest ?? []])
        {
            UseShellExecute = false,
            WorkingDirectory = console.WorkingDirectory,
        };
        foreach (var (variable, value) in session.Environment)
            start.Environment[variable] = value;

        try
        {
            StandardOutput.GiveBack();
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new UsageException($"'{session.Program}' cannot be started: {e.Message}; {advice}");
        }
    }
}
