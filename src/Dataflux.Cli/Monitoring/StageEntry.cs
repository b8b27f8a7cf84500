namespace Dataflux.Cli.Monitoring;

/// <summary>How long a stage of the run worked.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Seconds">How long it worked, summed over its tasks.</param>
/// <param name="MeanLagSeconds">
/// How long what it took had been ready for it, on average; <see langword="null"/> without a queue before it.
/// </param>
/// <param name="CommitSeconds">The part of it that commits took; for <c>upsert</c> only.</param>
internal sealed record StageEntry(string Stage, double Seconds, double? MeanLagSeconds, double? CommitSeconds);
