namespace Dataflux.Engine.State;

/// <summary>Who runs a migration; the content of <c>dataflux.pid</c>.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Since">When it began, UTC.</param>
public sealed record LockHolder(int Pid, DateTimeOffset Since);
