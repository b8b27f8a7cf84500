using Dataflux.Contracts;

namespace Dataflux.Tests.Contracts;

/// <summary>Exports in folders hold what a run relies on.</summary>
public sealed class LocalSourceTests() : SourceContract(new LocalSourceFixture());
