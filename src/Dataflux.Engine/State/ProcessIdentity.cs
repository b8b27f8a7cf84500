using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Dataflux.Engine.State;

/// <summary>Tells processes apart that had the same PID one after the other: by the time they began.</summary>
public static class ProcessIdentity
{
    // Fields of /proc/<pid>/stat after the name in parentheses, see proc_pid_stat(5): the state is field 3, the start time field 22.
    private const int StateField = 0;
    private const int StartField = 19;

    /// <summary>What only this process has; <see langword="null"/> when no process with this PID is alive.</summary>
    /// <param name="pid">The PID.</param>
    public static string? Of(int pid)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OnLinux(pid) : Elsewhere(pid);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException
            or Win32Exception)
        {
            return null;
        }
    }

    // Clock ticks since the machine began: unlike a time of day they do not move when the clock is set.
    private static string? OnLinux(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[StateField] is "Z" or "X"
            ? null
            : $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{fields[StartField]}";
    }

    private static string? Elsewhere(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.HasExited ? null : process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
    }
}
