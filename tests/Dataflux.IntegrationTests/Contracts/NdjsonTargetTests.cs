using Dataflux.Contracts;
using Dataflux.IntegrationTests.Warehouse;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>Files of the format ndjson hold what a run relies on.</summary>
public sealed class NdjsonTargetTests() : TargetContract(new FilesTargetFixture("ndjson"));
