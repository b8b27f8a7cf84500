using System.ComponentModel;
using System.Diagnostics;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Cli.Daemon;

/// <summary>Runs <c>dataflux migrate</c> in a process of its own and waits until that holds the migration's lock, or ended.</summary>
/// <param name="console">The console.</param>
/// <param name="stateFolder">The migration's state folder.</param>
internal sealed class DaemonStart(CommandConsole console, string stateFolder)
{
    private const string OutputFile = "daemon.out";

    // The runtime copies its standard streams before any code of ours runs, so the daemon must be born with files: a shell
    // opens them and becomes the program, with the same PID. Otherwise a pipe behind 'dataflux start' would never end.
    private const string InPlaceOfShell = "exec \"$0\" \"$@\" </dev/null >>\"$" + Detachment.Variable + "\" 2>&1";
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(25);

    /// <summary>Where a daemon's output goes that is not in its log: the program's own errors, a crash of the runtime.</summary>
    internal static string OutputOf(string stateFolder) => Path.Combine(stateFolder, OutputFile);

    /// <summary>Starts the daemon.</summary>
    /// <param name="arguments">What follows <c>dataflux</c> on its command line.</param>
    /// <param name="patience">How long to wait for the lock.</param>
    /// <param name="stop">Ends the waiting; the daemon goes on.</param>
    internal async Task<DaemonStarted> RunAsync(IReadOnlyList<string> arguments, TimeSpan patience, CancellationToken stop)
    {
        StateFolder.MakePrivate(stateFolder);

        // Two starts at once must not write into one file; the winner's takes the known name.
        var output = Path.Combine(stateFolder, $"daemon-{Environment.ProcessId}.out");
        File.Delete(output);
        StateFolder.MakePrivateFile(output);
        using var daemon = Start(arguments, output);
        var since = console.Time.GetTimestamp();
        while (!daemon.HasExited && console.Time.GetElapsedTime(since) < patience)
        {
            if (LockHolder.Read(stateFolder) is { } holder && holder.Pid == daemon.Id)
            {
                File.Move(output, OutputOf(stateFolder), overwrite: true);
                return new DaemonStarted(daemon.Id, HoldsLock: true, ExitCode: null, "");
            }

            await Task.Delay(Glance, console.Time, stop);
        }

        if (!daemon.HasExited)
        {
            File.Move(output, OutputOf(stateFolder), overwrite: true);
            return new DaemonStarted(daemon.Id, HoldsLock: false, ExitCode: null, "");
        }

        var said = await File.ReadAllTextAsync(output, stop);
        if (LockHolder.Read(stateFolder) is { } left && left.Pid == daemon.Id)
            File.Move(output, OutputOf(stateFolder), overwrite: true); // it crashed, and the status says why
        else
            File.Delete(output);

        return new DaemonStarted(daemon.Id, HoldsLock: false, daemon.ExitCode, said);
    }

    private Process Start(IReadOnlyList<string> arguments, string output)
    {
        var program = Environment.ProcessPath!;

        // Run as 'dotnet dataflux.dll', the program is the runtime and the assembly its first argument.
        IEnumerable<string> first = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(DaemonStart).Assembly.Location] : [];
        var start = new ProcessStartInfo("/bin/sh", ["-c", InPlaceOfShell, program, .. first, .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = console.WorkingDirectory,
        };
        start.Environment[Detachment.Variable] = output;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new UsageException($"'{program}' cannot be started again as a daemon: {e.Message}");
        }
    }
}
