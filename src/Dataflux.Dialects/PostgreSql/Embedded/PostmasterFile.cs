using System.Diagnostics;
using System.Globalization;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>What a running server says about itself in <c>postmaster.pid</c> of its data folder.</summary>
/// <remarks>
/// Lines: PID, data folder, start time, port, socket folder, listen address, shared memory key, status (PostgreSQL,
/// src/include/utils/pidfile.h).
/// </remarks>
/// <param name="Pid">The server's process.</param>
/// <param name="Port">Its port.</param>
/// <param name="SocketFolder">Where its socket is; empty when it has none.</param>
internal sealed record PostmasterFile(int Pid, int Port, string SocketFolder)
{
    public static string PathIn(string data) => Path.Combine(data, "postmaster.pid");

    /// <summary>Reads the file. <see langword="null"/>: there is none, or it is not complete yet.</summary>
    public static PostmasterFile? Read(string data)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(PathIn(data));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return lines.Length >= 5
            && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid)
            && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
            ? new PostmasterFile(pid, port, lines[4].Trim())
            : null;
    }

    /// <summary>
    /// Whether the process is this server. After a crash of the machine the PID may belong to anything else, and PostgreSQL
    /// itself would then refuse to start.
    /// </summary>
    public bool IsAlive(string data)
    {
        try
        {
            using var process = Process.GetProcessById(Pid);
            if (process.HasExited || !process.ProcessName.StartsWith("post", StringComparison.Ordinal))
                return false;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }

        // Another cluster's server may have been given the PID. A server's working folder is its data folder, and this file differs.
        return new FileInfo($"/proc/{Pid}/cwd").LinkTarget is not { } folder || FirstLines(folder).SequenceEqual(FirstLines(data));
    }

    private static string[] FirstLines(string data) =>
        File.Exists(PathIn(data)) ? [.. File.ReadLines(PathIn(data)).Take(3)] : [];
}
