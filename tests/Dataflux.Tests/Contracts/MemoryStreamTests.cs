using Dataflux.Contracts;

namespace Dataflux.Tests.Contracts;

/// <summary>Parts that cannot be read again, as those of a table that is in use, hold what a run relies on.</summary>
public sealed class MemoryStreamTests()
    : SourceContract(new MemorySourceFixture(new() { HasPositions = true, CanReadAgain = false, IsOneState = false }));
