using Dataflux.Contracts;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>The target of OpenSearch holds what a run relies on.</summary>
public sealed class OpenSearchTargetTests() : TargetContract(new OpenSearchTargetFixture(isNew: false));
