using Dataflux.Contracts;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>MariaDB holds what a run relies on.</summary>
public sealed class MySqlTargetTests(MariaDbFixture server) : TargetContract(new MySqlTargetFixture(server));
