namespace Dataflux.Engine.Ground;

/// <summary>The process's exit codes, for scripts and schedulers.</summary>
public static class ExitCode
{
    /// <summary>Every item was written or skipped by design.</summary>
    public const int Complete = 0;

    /// <summary>Complete, and some items are in the reject file.</summary>
    public const int CompleteWithRejects = 1;

    /// <summary>Wrong usage, definition or profile; nothing was touched.</summary>
    public const int Usage = 2;

    /// <summary>Stopped because more items were rejected than allowed; resumable.</summary>
    public const int TooManyRejects = 3;

    /// <summary>Stopped by a systemic failure or a long outage; resumable.</summary>
    public const int Failed = 4;

    /// <summary>A verification found differences, or a run that compares its batches did.</summary>
    public const int Different = 5;

    /// <summary>Interrupted by Ctrl+C; resumable.</summary>
    public const int Interrupted = 130;

    /// <summary>Interrupted by SIGTERM; resumable.</summary>
    public const int Terminated = 143;
}
