using Dataflux.Contracts;

namespace Dataflux.Tests.Contracts;

/// <summary>Parts that are entered in the middle hold what a run relies on.</summary>
public sealed class MemorySourceTests() : SourceContract(new MemorySourceFixture(new() { HasPositions = true }));
