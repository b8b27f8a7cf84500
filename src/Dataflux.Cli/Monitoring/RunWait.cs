namespace Dataflux.Cli.Monitoring;

/// <summary>A transient failure that is being waited out.</summary>
/// <param name="What">What failed.</param>
/// <param name="Message">Why.</param>
/// <param name="Attempt">The number of the next attempt.</param>
/// <param name="Until">When it is made.</param>
internal sealed record RunWait(string What, string Message, int Attempt, DateTimeOffset Until);
