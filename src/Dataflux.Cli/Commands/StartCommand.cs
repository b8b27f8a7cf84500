using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Daemon;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux start</c>: <c>migrate</c> as a daemon, which outlives the terminal.</summary>
internal sealed class StartCommand(CommandConsole console, Composition composition, CommandCall call)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Command("start", Description = "Runs a migration as a daemon, which outlives the terminal; takes the options of migrate")]
    [TakesDefinitionFlags]
    [Example("dataflux start pictures.yaml", "run it in the background, or resume it")]
    [Example("dataflux status pictures.yaml", "how far it is")]
    [Example("dataflux logs pictures.yaml -f", "watch it until it ends")]
    [Example("dataflux stop pictures.yaml", "finish the current batches, save, end")]
    public Task<int> RunAsync(MigrateOptions options) => RunAsync(options.Read(console, composition));

    private async Task<int> RunAsync(Definition definition)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new UsageException(
                "'start' needs Unix sessions and signals; on Windows run 'dataflux migrate' as a service or a scheduled task");
        }

        // Refused here already, so that a daemon is not started in vain; the lock itself decides when two start at once.
        if (LockHolder.Read(definition.StateFolder) is { } holder && holder.IsRunning())
        {
            throw new UsageException(
                $"migration '{definition.Name}' is already running: PID {holder.Pid}, since {holder.Since:yyyy-MM-dd HH:mm:ss}Z; "
                + $"stop it with: dataflux stop {definition.Path}");
        }

        // The same command line with 'migrate' in the place of 'start', the command's first word.
        string[] arguments = ["migrate", .. call.Arguments.Skip(1)];
        if (Array.Exists(
            arguments,
            argument => definition.Secrets.Any(secret => secret.Length > 0 && argument.EndsWith($"={secret}", StringComparison.Ordinal))))
        {
            throw new UsageException(
                "a secret on the command line would be shown by 'ps' for as long as the daemon runs; give it as a variable, such as "
                + "'password: ${DB_PASSWORD}' under 'target:'");
        }

        var started = await new DaemonStart(console, definition.StateFolder).RunAsync(arguments, Patience, call.Stop);
        if (started.ExitCode is { } code)
        {
            (code is ExitCode.Complete or ExitCode.CompleteWithRejects ? console.Out : console.Error).Write(started.Output);
            return code;
        }

        console.Out.WriteLine(started.HoldsLock
            ? $"Started {definition.Name}: PID {started.Pid}, log {ShownPath.Of(definition.LogFile, console.WorkingDirectory)}"
            : $"{definition.Name} is still being started (PID {started.Pid}): it waits for the export; see: dataflux logs "
                + $"{definition.Path}");
        console.Out.WriteLine($"Next: follow it with: dataflux logs {definition.Path} -f");
        return ExitCode.Complete;
    }
}
