namespace Dataflux.Engine.Targets;

/// <summary>How far a replica of the target is behind.</summary>
/// <param name="Replica">The replica, for people.</param>
/// <param name="Behind">The age of what it has applied last; zero when it has applied everything.</param>
public readonly record struct ReplicaLag(string Replica, TimeSpan Behind);
