namespace Dataflux.Engine.Targets;

/// <summary>How much of its capacity a target gives to a run, in units of its own.</summary>
/// <param name="Unit">What is counted, for people and in the plural, such as <c>write units</c>.</param>
/// <param name="Limit">How many the run may use in a second; <see langword="null"/>: as many as there are.</param>
/// <param name="Rate">How many it uses in a second at most at this moment; <see langword="null"/>: any.</param>
/// <param name="Used">How many it has used so far.</param>
/// <param name="Throttled">How often the target took less than it was asked for.</param>
public sealed record TargetLoad(string Unit, double? Limit, double? Rate, double Used, long Throttled);
