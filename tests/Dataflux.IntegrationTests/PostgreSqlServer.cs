using System.Diagnostics;
using Npgsql;

namespace Dataflux.IntegrationTests;

/// <summary>
/// A PostgreSQL server of the tests' own, on a socket in a temporary folder; run by another user where the tests run as root.
/// </summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dfpg").FullName;
    private int _databases;

    /// <summary>The folder of its socket: its host.</summary>
    internal string Folder => _folder;

    private string Data => Path.Combine(_folder, "data");

    /// <summary>What the server is started with besides, such as <c>-c wal_level=logical</c>.</summary>
    private string Settings { get; init; } = "";

    internal static async Task<PostgreSqlServer> StartAsync(string settings = "")
    {
        var server = await NewAsync(settings);
        await AsServerAsync("initdb", "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.StartProgramAsync();
        return server;
    }

    /// <summary>Makes a streaming replica, which has replayed everything that was committed before the call returns.</summary>
    internal async Task<PostgreSqlServer> StartReplicaAsync(string name)
    {
        var replica = await NewAsync();
        await AsServerAsync(
            "pg_basebackup",
            "-d",
            $"host={_folder} user=postgres application_name={name}",
            "-D",
            replica.Data,
            "-R",
            "-c",
            "fast",
            "--no-sync");
        await replica.StartProgramAsync();
        await ReplicateAsync();
        return replica;
    }

    /// <summary>Returns when the replica has applied everything that was committed before.</summary>
    internal async Task ReplicateAsync()
    {
        // A commit that waits until the replica has applied it.
        await SqlAsync("alter system set synchronous_standby_names = '*'");
        await SqlAsync("select pg_reload_conf()");
        await SqlAsync("set synchronous_commit = remote_apply; drop table if exists replicated; create table replicated ()");
        await SqlAsync("alter system reset synchronous_standby_names");
        await SqlAsync("select pg_reload_conf()");
    }

    /// <summary>Ends the server as a crash would.</summary>
    internal Task CrashAsync() => AsServerAsync("pg_ctl", "stop", "-m", "immediate", "-w", "-D", Data);

    /// <summary>Starts a replica that was ended, and has it take over with what it has.</summary>
    internal async Task TakeOverAsync()
    {
        await StartProgramAsync();
        await SqlAsync("select pg_promote()");
    }

    /// <summary>Makes an empty database.</summary>
    internal async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await SqlAsync($"create database {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs a statement in the database <c>postgres</c>, in a session of its own.</summary>
    internal async Task<object?> SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await CrashAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<PostgreSqlServer> NewAsync(string settings = "")
    {
        var server = new PostgreSqlServer { Settings = settings };
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", ServerUser, server._folder);
        return server;
    }

    private Task StartProgramAsync() => AsServerAsync(
        "pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(_folder, "log"),
        "-o", $"-c listen_addresses='' -k {_folder} -c fsync=off -c max_connections=200 {Settings}");

    /// <summary>How to log in to one of its databases.</summary>
    internal string ConnectionString(string database) => $"Host={_folder};Username=postgres;Database={database};Maximum Pool Size=10";

    internal static string ServerUser =>
        File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static string Programs => Environment.GetEnvironmentVariable("DATAFLUX_PG_BIN")
        ?? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.Parse(Path.GetFileName(d)))
            .Select(d => Path.Combine(d, "bin")).First();

    internal static Task AsServerAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs, program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", ServerUser, "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    internal static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
    }
}
