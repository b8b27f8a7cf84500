using Dataflux.Contracts;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>PostgreSQL holds what a run relies on.</summary>
public sealed class PostgreSqlTargetTests(PostgreSqlFixture server) : TargetContract(new PostgreSqlTargetFixture(server));
