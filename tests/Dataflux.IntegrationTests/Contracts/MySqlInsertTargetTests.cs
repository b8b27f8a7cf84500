using Dataflux.Contracts;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>MariaDB holds what a run relies on where it takes no LOAD DATA LOCAL, too.</summary>
public sealed class MySqlInsertTargetTests(MariaDbFixture server) : TargetContract(new MySqlTargetFixture(server, mayLoad: false));
