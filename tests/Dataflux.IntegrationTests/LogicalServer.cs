namespace Dataflux.IntegrationTests;

/// <summary>A server whose changes can be followed, for the tests that do.</summary>
public sealed class LogicalServer : IAsyncLifetime
{
    /// <summary>The collection of these tests.</summary>
    internal const string Tests = "logical";

    private PostgreSqlServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await PostgreSqlServer.StartAsync("-c wal_level=logical -c max_replication_slots=60 -c max_wal_senders=60");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Makes an empty database.</summary>
    internal Task<string> CreateDatabaseAsync() => _server.CreateDatabaseAsync();

    /// <summary>Runs a statement in a session of its own.</summary>
    internal Task<object?> SqlAsync(string sql) => _server.SqlAsync(sql);

    [CollectionDefinition(Tests)]
    public sealed class Definition : ICollectionFixture<LogicalServer>;
}
