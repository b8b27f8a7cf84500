namespace Dataflux.Engine.Reporting;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>Every part is done.</summary>
    Complete,

    /// <summary>Stopped on request; resumable.</summary>
    Interrupted,

    /// <summary>The limit of <c>--limit</c> was reached.</summary>
    Limited,

    /// <summary>More items were rejected than allowed; resumable.</summary>
    TooManyRejects,

    /// <summary>A systemic failure or a long outage; resumable.</summary>
    Failed,
}
