using Dataflux.Contracts;

namespace Dataflux.Tests.Contracts;

/// <summary>Files without a manifest hold what a run relies on.</summary>
public sealed class LooseSourceTests() : SourceContract(new LooseSourceFixture());
