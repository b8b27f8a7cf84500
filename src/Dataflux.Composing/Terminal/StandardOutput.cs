using System.Runtime.InteropServices;

namespace Dataflux.Composing.Terminal;

/// <summary>
/// The process's standard output, which is dataflux's own where a program or file takes it. What scripts write to it, by whatever way
/// (<c>Console.OpenStandardOutput</c>, <c>/dev/stdout</c>, a native library), goes to standard error.
/// </summary>
internal static partial class StandardOutput
{
    private const int Output = 1;
    private const int Error = 2;

    // Linux's number of it. What is kept must not get into programs that are started: a daemon or a server would hold the caller's pipe
    // open.
    private const int DuplicateCloseOnExec = 1030;
    private static int _kept = -1;

    /// <summary>
    /// Leads the descriptor elsewhere. <see cref="Console.Out"/> was opened before and has a descriptor of its own: the runtime duplicates
    /// it.
    /// </summary>
    internal static void KeepForItself()
    {
        if (!OperatingSystem.IsLinux() || _kept >= 0 || Control(Output, DuplicateCloseOnExec, 0) is var kept && kept < 0)
            return;
        _kept = kept;
        _ = DuplicateTo(Error, Output);
    }

    /// <summary>Undoes it, for a program that is started to have this process's output.</summary>
    internal static void GiveBack()
    {
        if (_kept < 0)
            return;
        _ = DuplicateTo(_kept, Output);
        _ = Close(_kept);
        _kept = -1;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int descriptor, int other);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
