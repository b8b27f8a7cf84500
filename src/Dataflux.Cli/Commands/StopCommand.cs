using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Daemon;
using Dataflux.Cli.Monitoring;
using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux stop</c>: lets a running migration finish its batches and save, and waits for that.</summary>
internal sealed class StopCommand(CommandConsole console, Composition composition, CommandCall call)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    [Command("stop", Description = "Stops a running migration after its current batches, and waits for it")]
    [Example("dataflux stop pictures.yaml", "finish the current batches, save, end")]
    [Example("dataflux stop pictures.yaml --timeout 30s --kill", "by force after 30 seconds")]
    public Task<int> RunAsync(
        MigrationArguments arguments,
        [Option(ValueName = "time", Description = "How long to wait for its end, such as 90s or 10m [default: 5m]")] string? timeout,
        [Option(Description = "End it by force when that time is over; safe too, its current files are read again")] bool kill) =>
        RunAsync(arguments.Find(console, composition), Timeout(timeout), kill);

    private static TimeSpan Timeout(string? text) => text is null ? DefaultTimeout : DurationText.Parse(text)
        ?? throw new UsageException($"--timeout is '{text}'; expected a time such as 90s or 10m");

    private async Task<int> RunAsync(MigrationState state, TimeSpan timeout, bool kill)
    {
        if (OperatingSystem.IsWindows())
            throw new UsageException("'stop' needs Unix signals; on Windows press Ctrl+C where the migration runs");

        if (LockHolder.Read(state.Folder) is not { } holder || !holder.IsRunning())
        {
            console.Out.WriteLine($"{state.Name} is not running; see: dataflux status {state.Name}");
            return ExitCode.Complete;
        }

        // A second signal would end it at once, instead of after its batches.
        if (MigrationStatus.Read(state.Name, state.Folder).Last is not { Stopping: true })
            Send(holder, NativeProcess.SigTerm);

        if (await EndsAsync(holder, timeout))
        {
            console.Out.WriteLine($"Stopped {state.Name} (PID {holder.Pid})");
            console.Out.WriteLine($"Next: resume it with: dataflux start {StatusOf(state)}");
            return ExitCode.Complete;
        }

        if (!kill)
        {
            throw new StillRunningException(
                $"{state.Name} (PID {holder.Pid}) is still finishing its batches after {Figures.Seconds(timeout)}; wait for it, or give "
                + "--kill to end it by force");
        }

        Send(holder, NativeProcess.SigKill);
        await EndsAsync(holder, DefaultTimeout);
        console.Out.WriteLine($"Killed {state.Name} (PID {holder.Pid}); its current files are read again when it is started next");
        return ExitCode.Complete;
    }

    private static string StatusOf(MigrationState state) => StatusFile.Read(state.Folder)?.Definition ?? state.Name;

    private static void Send(LockHolder holder, int signal)
    {
        if (NativeProcess.Signal(holder.Pid, signal) != 0 && holder.IsRunning())
            throw new UsageException($"PID {holder.Pid} cannot be stopped by this user; run the command as the user who started it");
    }

    private async Task<bool> EndsAsync(LockHolder holder, TimeSpan timeout)
    {
        var since = console.Time.GetTimestamp();
        while (holder.IsRunning())
        {
            if (console.Time.GetElapsedTime(since) >= timeout)
                return false;

            await Task.Delay(Glance, console.Time, call.Stop);
        }

        return true;
    }
}
