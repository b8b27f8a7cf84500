using System.Globalization;

namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>CPU times and memory from Linux's <c>/proc</c> (proc_pid_stat(5), proc_pid_status(5)); 0 on other systems.</summary>
internal static class ProcessTimes
{
    private const double TicksPerSecond = 100; // USER_HZ, which Linux shows to every process
    private const int ParentField = 1;
    private const int OwnField = 11;
    private const int ChildrenField = 13;

    /// <summary>CPU seconds of all children this process has waited for.</summary>
    internal static double EndedChildren() => Stat("self") is { } stat ? Sum(stat, ChildrenField) : 0;

    /// <summary>CPU seconds of a server: its first process, the children it waited for, and those that live.</summary>
    internal static double Server(int firstProcess)
    {
        if (Stat(Text(firstProcess)) is not { } first)
            return 0;

        var seconds = Sum(first, OwnField) + Sum(first, ChildrenField);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (char.IsAsciiDigit(Path.GetFileName(folder)[0]) && Stat(Path.GetFileName(folder)) is { } stat
                && stat[ParentField] == Text(firstProcess))
            {
                seconds += Sum(stat, OwnField);
            }
        }

        return seconds;
    }

    /// <summary>The largest resident set of a living process so far, in bytes; 0 when it has ended.</summary>
    internal static long PeakMemory(int process)
    {
        foreach (var line in Lines($"/proc/{Text(process)}/status"))
        {
            if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                return 1024 * long.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture);
        }

        return 0;
    }

    // The name before the last parenthesis may hold spaces; the state is field 0 of what follows.
    private static string[]? Stat(string process) =>
        Lines($"/proc/{process}/stat") is [var line, ..] ? line[(line.LastIndexOf(')') + 2)..].Split(' ') : null;

    private static double Sum(string[] stat, int field) =>
        (Ticks(stat[field]) + Ticks(stat[field + 1])) / TicksPerSecond;

    private static long Ticks(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            return []; // the process has ended, or this is not Linux
        }
    }

    private static string Text(int process) => process.ToString(CultureInfo.InvariantCulture);
}
