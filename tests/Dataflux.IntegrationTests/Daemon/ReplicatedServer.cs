namespace Dataflux.IntegrationTests.Daemon;

/// <summary>A primary with the streaming replica <c>standby1</c>.</summary>
public sealed class ReplicatedServer : IAsyncLifetime
{
    internal PostgreSqlServer Primary { get; private set; } = null!;

    internal PostgreSqlServer Replica { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Primary = await PostgreSqlServer.StartAsync();
        Replica = await Primary.StartReplicaAsync("standby1");
    }

    public async ValueTask DisposeAsync()
    {
        await Replica.DisposeAsync();
        await Primary.DisposeAsync();
    }
}
