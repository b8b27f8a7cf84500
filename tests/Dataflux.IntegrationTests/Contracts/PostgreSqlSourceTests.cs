using Dataflux.Contracts;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>Tables of PostgreSQL hold what a run relies on.</summary>
public sealed class PostgreSqlSourceTests(PostgreSqlFixture server) : SourceContract(new PostgreSqlSourceFixture(server));
