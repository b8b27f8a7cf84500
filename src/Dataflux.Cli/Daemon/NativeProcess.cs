using System.Runtime.InteropServices;

namespace Dataflux.Cli.Daemon;

/// <summary>What .NET has no call for: sessions, and signals to other processes.</summary>
internal static partial class NativeProcess
{
    internal const int SigKill = 9;
    internal const int SigTerm = 15;

    /// <summary>Makes this process the first of a session of its own, so that a terminal's end does not reach it (setsid(2)).</summary>
    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    internal static partial int SetSession();

    /// <summary>Sends a signal (kill(2)).</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Signal(int pid, int signal);
}
