using Dataflux.Contracts;

namespace Dataflux.Tests.Contracts;

/// <summary>The target in memory without transactions holds what a run relies on all the same.</summary>
public sealed class MemoryBulkTargetTests() : TargetContract(new MemoryTargetFixture(isTransactional: false));
