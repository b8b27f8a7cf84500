namespace Dataflux.Engine.Targets;

/// <summary>What a target says of itself to somebody who looks what may stand in the way of a run.</summary>
/// <param name="Server">Product and version.</param>
/// <param name="User">Who is logged in.</param>
/// <param name="Time">The time by the target's clock.</param>
/// <param name="Lacks">What the user or the server cannot do that runs need, each with what to do next.</param>
public sealed record TargetReport(string Server, string User, DateTimeOffset Time, IReadOnlyList<string> Lacks);
