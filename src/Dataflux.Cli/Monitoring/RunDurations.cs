namespace Dataflux.Cli.Monitoring;

/// <summary>Durations of a run as a metric.</summary>
/// <param name="PageName">Its name on the Prometheus page.</param>
/// <param name="MeterName">Its name in the meter.</param>
/// <param name="Help">What it is.</param>
internal sealed record RunDurations(string PageName, string MeterName, string Help);
