namespace Dataflux.Cli.Monitoring;

/// <summary>The counts at one moment of a run.</summary>
/// <param name="Seconds">Since the process began.</param>
/// <param name="Items">Items read.</param>
/// <param name="Kept">Items whose rows were committed.</param>
/// <param name="Rejected">Items rejected.</param>
/// <param name="Retries">Calls repeated.</param>
internal sealed record ThroughputPoint(double Seconds, long Items, long Kept, long Rejected, long Retries);
