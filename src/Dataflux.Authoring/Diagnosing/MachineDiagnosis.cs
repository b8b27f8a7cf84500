using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Dataflux.Composing.Output;
using Dataflux.Composing.Terminal;

namespace Dataflux.Authoring.Diagnosing;

/// <summary>What of this machine a run needs: the runtime, room and rights in the state folder, ports.</summary>
/// <param name="console">The console.</param>
internal sealed class MachineDiagnosis(CommandConsole console)
{
    // A run keeps positions, rejects and logs; a private database keeps the rows as well.
    private const long FewBytes = 1L << 30;
    private const long NoBytes = 50L << 20;

    /// <summary>Looks.</summary>
    /// <param name="stateFolder">Where state is kept, or will be.</param>
    internal IEnumerable<Diagnosis> Find(string stateFolder)
    {
        yield return new(
            Standing.Ok, "program",
            $"dataflux {ToolVersion.Text} on .NET {Environment.Version}, {RuntimeInformation.OSDescription}, "
            + $"{Figures.Count(Environment.ProcessorCount, "processor")}");
        yield return Folder(Existing(stateFolder));
        yield return Disk(Existing(stateFolder));
        yield return Ports();
    }

    private Diagnosis Folder(string folder)
    {
        var probe = Path.Combine(folder, $".dataflux-{Guid.NewGuid():N}");
        try
        {
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
                return new(Standing.Ok, "state folder", $"{Shown(folder)} can be written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(
                Standing.Problem, "state folder", $"{Shown(folder)} cannot be written: {e.Message}",
                $"correct its rights for user {Environment.UserName}, or choose another one with 'stateDir'");
        }
    }

    private static Diagnosis Disk(string folder)
    {
        try
        {
            var free = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
            var text = $"{Figures.Bytes(free)} free for state and a private database";
            return free < NoBytes ? new(Standing.Problem, "disk", text, "make room, or choose another folder with 'stateDir'")
                : free < FewBytes ? new(Standing.Caution, "disk", text, "make room before a large export")
                : new(Standing.Ok, "disk", text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new(Standing.Caution, "disk", $"the free space of {folder} is not known: {e.Message}", "look at it yourself");
        }
    }

    private static Diagnosis Ports()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return new(Standing.Ok, "ports", "this machine's loopback address takes a page and metrics");
        }
        catch (SocketException e)
        {
            return new(
                Standing.Caution, "ports", $"nothing can listen on 127.0.0.1: {e.Message}",
                "run without --dashboard and --metrics-port, or allow it");
        }
    }

    private string Shown(string folder) =>
        Path.GetRelativePath(console.WorkingDirectory, folder) is var relative && relative.StartsWith("..", StringComparison.Ordinal)
            ? folder
            : relative == "." ? "the working directory" : relative;

    // The folder that is there already, in which the others will be made.
    private static string Existing(string folder)
    {
        var existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } above)
            existing = above;

        return existing;
    }
}
