using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>A PostgreSQL server of one test class, on 127.0.0.1, which may be crashed and started again.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private readonly string _options;

    private OwnServer(string folder, int port, string options)
    {
        Folder = folder;
        Port = port;
        _options = options;
    }

    internal string Folder { get; }

    internal int Port { get; }

    private string Data => Path.Combine(Folder, "data");

    /// <summary>Makes a server.</summary>
    /// <param name="prepare">Called with the data folder before the first start.</param>
    /// <param name="options">The server's own options, such as <c>-c ssl=on</c>.</param>
    internal static async Task<OwnServer> StartAsync(Func<string, Task>? prepare = null, string options = "")
    {
        var folder = Directory.CreateTempSubdirectory("dfown").FullName;
        if (Environment.IsPrivilegedProcess)
            await PostgreSqlServer.RunAsync("chown", PostgreSqlServer.ServerUser, folder);
        var server = new OwnServer(folder, FreePort(), options);
        await PostgreSqlServer.AsServerAsync("initdb", "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        if (prepare is not null)
            await prepare(server.Data);
        await server.StartAgainAsync();
        return server;
    }

    internal Task StartAgainAsync() => PostgreSqlServer.AsServerAsync(
        "pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(Folder, "log"),
        "-o", $"-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -p {Port} -c max_connections=50 {_options}");

    /// <summary>Ends the server as a crash would: nothing is written any more, it recovers when it is started again.</summary>
    internal Task CrashAsync() => PostgreSqlServer.AsServerAsync("pg_ctl", "stop", "-m", "immediate", "-w", "-D", Data);

    internal async Task SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    internal string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
