namespace Dataflux.Cli.Monitoring;

/// <summary>A transient failure that was waited out.</summary>
/// <param name="At">When it happened.</param>
/// <param name="What">What failed.</param>
/// <param name="Message">Why.</param>
/// <param name="Attempt">How many attempts had failed by then.</param>
/// <param name="DelaySeconds">The wait before the next one.</param>
internal sealed record RetryEntry(DateTimeOffset At, string What, string Message, int Attempt, double DelaySeconds);
