using Dataflux.Engine.State;

namespace Dataflux.Cli.Monitoring;

/// <summary>Where a migration stands, put together from what its state folder holds and from the processes that are alive.</summary>
/// <param name="Name">The migration's name.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Pid">The process that runs it, or that crashed.</param>
/// <param name="Since">When that process began.</param>
/// <param name="Last">What the last run said of itself; <see langword="null"/> when it came to nothing yet.</param>
internal sealed record MigrationStatus(string Name, RunPhase Phase, int? Pid, DateTimeOffset? Since, RunStatus? Last)
{
    /// <summary>The exit codes of <c>dataflux status</c> that no run has.</summary>
    internal const int RunningCode = 10;

    /// <inheritdoc cref="RunningCode"/>
    internal const int NeverRunCode = 11;

    /// <summary>The exit code that tells the phase.</summary>
    internal int ExitCode => Phase switch
    {
        RunPhase.Running => RunningCode,
        RunPhase.NeverRun => NeverRunCode,
        RunPhase.Crashed => Engine.Ground.ExitCode.Failed,
        _ => Last?.ExitCode ?? Engine.Ground.ExitCode.Failed,
    };

    /// <summary>Whether the migration's process ended because the machine was restarted.</summary>
    internal bool EndedByRestart { get; private init; }

    /// <summary>Whether the last run's process is still there: it gives its lock back before its summary is written.</summary>
    internal bool IsWritingLastLines => Last is { } run && new LockHolder(run.Pid, run.StartedAt, run.Process).IsRunning();

    /// <summary>Reads a state folder, which need not be there.</summary>
    internal static MigrationStatus Read(string name, string stateFolder)
    {
        var last = StatusFile.Read(stateFolder);
        if (LockHolder.Read(stateFolder) is { } holder)
        {
            // Between a lock and the first status lies the time of another run.
            var own = last is not null && last.Pid == holder.Pid && last.Process == holder.Process ? last : null;
            return holder.IsRunning()
                ? new MigrationStatus(name, RunPhase.Running, holder.Pid, holder.Since, own)
                : new MigrationStatus(name, RunPhase.Crashed, holder.Pid, holder.Since, own)
                {
                    EndedByRestart = IsOfAnotherBoot(holder.Process),
                };
        }

        if (last is null)
            return new MigrationStatus(name, RunPhase.NeverRun, null, null, null);

        // No lock any more, and the last words not yet written: it is just ending, unless it was killed in that moment.
        if (last.Phase == RunPhase.Running)
        {
            var status = new MigrationStatus(name, RunPhase.Running, last.Pid, last.StartedAt, last);
            return status.IsWritingLastLines ? status : status with { Phase = RunPhase.Crashed };
        }

        return new MigrationStatus(name, last.Phase, null, last.StartedAt, last);
    }

    /// <summary>Reads the folders of all migrations in a state directory.</summary>
    internal static IReadOnlyList<MigrationStatus> ReadAll(string stateDirectory) => !Directory.Exists(stateDirectory)
        ? []
        : [.. Directory.EnumerateDirectories(stateDirectory)
            .Order(StringComparer.Ordinal)
            .Select(folder => Read(Path.GetFileName(folder), folder))
            .Where(status => status.Phase != RunPhase.NeverRun)];

    private static bool IsOfAnotherBoot(string? process) =>
        process is not null && ProcessIdentity.Of(Environment.ProcessId) is { } own && process.Contains('/', StringComparison.Ordinal)
        && process[..process.IndexOf('/', StringComparison.Ordinal)] != own[..Math.Max(0, own.IndexOf('/', StringComparison.Ordinal))];
}
