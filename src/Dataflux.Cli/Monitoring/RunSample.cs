namespace Dataflux.Cli.Monitoring;

/// <summary>A value of a <see cref="RunMetric"/>.</summary>
/// <param name="Value">The value.</param>
/// <param name="Labels">What it belongs to, beside the migration.</param>
internal readonly record struct RunSample(double Value, params (string Name, string Value)[] Labels);
