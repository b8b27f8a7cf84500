[assembly: AssemblyFixture(typeof(Dataflux.IntegrationTests.MariaDbFixture))]

namespace Dataflux.IntegrationTests;

/// <summary>One private MariaDB server for the whole assembly, started by the first test that asks; a database for each.</summary>
public sealed class MariaDbFixture : IAsyncDisposable
{
    private readonly Lazy<Task<MariaDbServer>> _server = new(static () => MariaDbServer.StartAsync());

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }

    /// <summary>The server.</summary>
    internal Task<MariaDbServer> ServerAsync() => _server.Value;

    /// <summary>Makes an empty database.</summary>
    internal async Task<string> CreateDatabaseAsync() => await (await _server.Value).CreateDatabaseAsync();
}
