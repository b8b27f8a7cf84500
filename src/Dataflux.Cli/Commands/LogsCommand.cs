using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Daemon;
using Dataflux.Cli.Monitoring;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux logs</c>: the end of a migration's log, and what is added to it.</summary>
internal sealed class LogsCommand(CommandConsole console, Composition composition, CommandCall call)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    [Command("logs", Description = "Shows the end of a migration's log")]
    [Example("dataflux logs pictures.yaml -n 200", "the last 200 lines")]
    [Example("dataflux logs pictures.yaml -f", "watch it until it ends")]
    public Task<int> RunAsync(
        MigrationArguments arguments,
        [Option('f', Description = "Go on until the migration ends")] bool follow,
        [Option('n', ValueName = "n", Description = "How many lines to begin with")] int lines = 50) =>
        RunAsync(arguments.Find(console, composition), lines, follow, console, call.Stop);

    /// <summary>A reader of the migration's lines: a log outside of its own state folder may hold those of others too.</summary>
    internal static LogTail TailOf(MigrationState state)
    {
        var (text, json) = ($"[{state.Name}]", $"\"migration\":\"{state.Name}\"");
        return new LogTail(state.LogFile, Path.GetDirectoryName(state.LogFile) == state.Folder
            ? _ => true
            : line => line.Contains(text, StringComparison.Ordinal) || line.Contains(json, StringComparison.Ordinal));
    }

    private static async Task<int> RunAsync(MigrationState state, int lines, bool follow, CommandConsole console, CancellationToken stop)
    {
        if (lines < 0)
            throw new UsageException($"--lines is {lines}; expected 0 or more");

        if (!File.Exists(state.LogFile))
            throw new UsageException($"there is no log {state.LogFile}: {state.Name} has not run");

        var tail = TailOf(state);
        Write(tail.Last(lines), console);
        while (follow)
        {
            // Asked before reading: what was written until then is read by then.
            var status = MigrationStatus.Read(state.Name, state.Folder);
            follow = status.Phase == RunPhase.Running || status.IsWritingLastLines;
            Write(tail.ReadNew(), console);
            if (follow)
                await Task.Delay(Glance, console.Time, stop);
        }

        return ExitCode.Complete;
    }

    private static void Write(IReadOnlyList<string> lines, CommandConsole console)
    {
        foreach (var line in lines)
            console.Out.WriteLine(line);

        console.Out.Flush();
    }
}
