using Dataflux.IntegrationTests.Executable;
using Npgsql;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>A server, an export, and what a run without failures makes of it.</summary>
public sealed class FaultlessRun : IAsyncLifetime
{
    internal static readonly string[] Migrate = ["migrate", "pictures.yaml", "--batch-size", "20"];

    internal OwnServer Server { get; private set; } = null!;

    internal Workspace Workspace { get; private set; } = null!;

    internal Outcome Outcome { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await OwnServer.StartAsync(options: "-c fsync=off -c deadlock_timeout=20ms");
        Workspace = Workspace.CreateFor(Server.ConnectionString("postgres"));
        await Workspace.GenerateExportAsync("--items", "2000", "--files", "6", "--bad");
        await Workspace.RunAsync(1, Migrate);
        Outcome = await Outcome.OfAsync(Workspace);
    }

    /// <summary>An empty table and no state, as before the first run.</summary>
    internal async Task ForgetAsync()
    {
        await Server.SqlAsync("drop trigger if exists trouble on picture; truncate picture; alter sequence picture_id_seq restart");
        Workspace.ForgetState();
        Workspace.Set("PORT", $"{Server.Port}");
    }

    public async ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        NpgsqlConnection.ClearAllPools();
        await Server.DisposeAsync();
    }
}
