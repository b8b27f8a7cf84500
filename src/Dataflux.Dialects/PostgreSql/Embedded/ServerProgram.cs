using System.ComponentModel;
using System.Diagnostics;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>Runs one program of the server to its end.</summary>
internal static class ServerProgram
{
    /// <summary>Runs a program without a shell.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">The working folder; <see langword="null"/>: this process's own.</param>
    /// <param name="cancellation">Ends the program and the call.</param>
    /// <param name="startsServer">The program leaves a server behind.</param>
    /// <returns>The exit code, and what was printed to both streams. A program that cannot be started has exit code -1.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> command, string? folder, CancellationToken cancellation, bool startsServer = false)
    {
        // On Windows the server would inherit the pipes, and reading them would last as long as the server lives.
        var capture = !(startsServer && OperatingSystem.IsWindows());
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = capture,
            RedirectStandardError = capture,
            RedirectStandardInput = capture,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = folder ?? string.Empty,
        };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);

        // PGDATA, PGPORT, PGOPTIONS and the like of the user's shell are about other servers.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC"; // spares initdb a walk through all time zones

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return (-1, e.Message);
        }

        try
        {
            if (!capture)
            {
                await process.WaitForExitAsync(cancellation);
                return (process.ExitCode, string.Empty);
            }

            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var printed = await output + await errors;
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, printed);
        }
        catch (OperationCanceledException)
        {
            // Not the tree: a server that pg_ctl has started must not be killed, it is stopped in order.
            process.Kill();
            throw;
        }
    }
}
