[assembly: AssemblyFixture(typeof(Dataflux.IntegrationTests.PostgreSqlFixture))]

namespace Dataflux.IntegrationTests;

/// <summary>One private PostgreSQL server for the whole assembly; a database for each test that asks.</summary>
public sealed class PostgreSqlFixture : IAsyncLifetime
{
    private PostgreSqlServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PostgreSqlServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Makes an empty database.</summary>
    internal Task<string> CreateDatabaseAsync() => _server.CreateDatabaseAsync();
}
