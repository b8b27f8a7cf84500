namespace Dataflux.Cli.Daemon;

/// <summary>What came of starting a daemon.</summary>
/// <param name="Pid">The process.</param>
/// <param name="HoldsLock">Whether it runs the migration; otherwise it ended, or is still on its way.</param>
/// <param name="ExitCode">How it ended; <see langword="null"/> while it runs.</param>
/// <param name="Output">What it said, if it ended.</param>
internal sealed record DaemonStarted(int Pid, bool HoldsLock, int? ExitCode, string Output);
