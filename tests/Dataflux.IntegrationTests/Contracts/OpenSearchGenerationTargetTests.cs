using Dataflux.Contracts;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>The same of one that fills fresh indexes, and shows them when a run is complete.</summary>
public sealed class OpenSearchGenerationTargetTests() : TargetContract(new OpenSearchTargetFixture(isNew: true));
