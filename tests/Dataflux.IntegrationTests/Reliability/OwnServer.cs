using System.Globalization;
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
        await PostgreSqlServer.AsServerAsync(
            "initdb", "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
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

    /// <summary>Kills every process of the server at once, as a power cut would: what only they knew is gone.</summary>
    internal async Task KillAsync()
    {
        var postmaster = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        int[] processes = [postmaster, .. ChildrenOf(postmaster)];

        // One that saw another one end would tidy up, and write the log for that. One that has ended just now is no failure.
        var numbers = string.Join(' ', processes);
        await PostgreSqlServer.RunAsync("sh", "-c", $"kill -STOP {numbers}; kill -KILL {numbers}; true");
        while (processes.Any(IsAlive))
            await Task.Yield();

        // A dead process may keep its number for a while, and would pass for a server that runs.
        File.Delete(Path.Combine(Data, "postmaster.pid"));
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>From here on the log reaches the disk only where a commit waits for that.</summary>
    internal async Task StopWritingLogAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select pid from pg_stat_activity where backend_type = 'walwriter'", connection);
        await PostgreSqlServer.RunAsync("kill", "-STOP", $"{await command.ExecuteScalarAsync()}");
    }

    internal async Task SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ends all sessions but its own.</summary>
    /// <returns>How many there were.</returns>
    internal async Task<long> EndSessionsAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where backend_type = 'client backend' and pid <> "
            + "pg_backend_pid()", connection);
        var ended = (long)(await command.ExecuteScalarAsync())!;
        NpgsqlConnection.ClearAllPools(); // the test's own were among them
        return ended;
    }

    internal string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static IEnumerable<int> ChildrenOf(int process) => Directory.GetDirectories("/proc")
        .Select(
            folder => (Id: int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0, Fields: FieldsOf(id)))
        .Where(one => one.Fields is [_, var parent, ..] && parent == $"{process}").Select(one => one.Id);

    private static bool IsAlive(int process) => FieldsOf(process) is [not ("Z" or "X"), ..];

    // State and parent come behind the program's name, which is in parentheses.
    private static string[]? FieldsOf(int process)
    {
        try
        {
            return process == 0 ? null : File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
