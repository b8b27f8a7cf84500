using Dataflux.Contracts;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>Tables of PostgreSQL that are followed hold what a run relies on.</summary>
[Collection(LogicalServer.Tests)]
public sealed class FollowedSourceTests(LogicalServer server) : SourceContract(new FollowedSourceFixture(server));
