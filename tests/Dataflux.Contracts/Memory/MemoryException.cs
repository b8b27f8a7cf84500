using Dataflux.Engine.Ground;

namespace Dataflux.Contracts.Memory;

/// <summary>What the store of a <see cref="MemoryTarget"/> refuses, with the kind of failure that it is.</summary>
/// <param name="failure">The failure.</param>
public sealed class MemoryException(Failure failure) : Exception(failure?.Message)
{
    /// <summary>The failure.</summary>
    public Failure Failure { get; } = failure!;
}
