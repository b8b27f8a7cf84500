namespace Dataflux.Tests.Engine;

/// <summary>The row of the engine's tests.</summary>
internal sealed record Pair(long Key, long Value);
