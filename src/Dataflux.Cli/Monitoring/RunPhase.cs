namespace Dataflux.Cli.Monitoring;

/// <summary>Where a migration stands; the names appear in <c>status.json</c> and in <c>dataflux status</c>.</summary>
internal enum RunPhase
{
    /// <summary>There is no trace of a run.</summary>
    NeverRun,

    /// <summary>A process is working on it.</summary>
    Running,

    /// <summary>Every file is done.</summary>
    Complete,

    /// <summary>The limit of <c>--limit</c> was reached.</summary>
    Limited,

    /// <summary>Stopped on request; resumable.</summary>
    Interrupted,

    /// <summary>More items were rejected than allowed; resumable.</summary>
    TooManyRejects,

    /// <summary>Ended by an error; resumable.</summary>
    Failed,

    /// <summary>The process ended without saying so; resumable.</summary>
    Crashed,
}
