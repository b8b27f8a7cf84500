using Dataflux.Contracts;

namespace Dataflux.Tests.Contracts;

/// <summary>The target in memory holds what a run relies on.</summary>
public sealed class MemoryTargetTests() : TargetContract(new MemoryTargetFixture());
