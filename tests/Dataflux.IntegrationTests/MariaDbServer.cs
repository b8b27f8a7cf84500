using System.Diagnostics;
using System.Globalization;
using MySqlConnector;

namespace Dataflux.IntegrationTests;

/// <summary>
/// A MariaDB server of the tests' own, on a socket in a temporary folder; run by another user where the tests run as root.
/// </summary>
internal sealed class MariaDbServer : IAsyncDisposable
{
    private const string Missing =
        "MariaDB's server programs are not there. Install them: apt-get install -y --no-install-recommends mariadb-server";

    private readonly string _folder = Directory.CreateTempSubdirectory("dfmy").FullName;
    private readonly string[] _options;
    private Process? _process;
    private int _databases;

    private MariaDbServer(string[] options) => _options = options;

    /// <summary>The process of the server itself.</summary>
    internal int ProcessId => int.Parse(File.ReadAllText(Path.Combine(_folder, "pid")), CultureInfo.InvariantCulture);

    /// <summary>Its socket.</summary>
    internal string Socket => Path.Combine(_folder, "socket");

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="options">Options of the server beside those of all tests.</param>
    internal static async Task<MariaDbServer> StartAsync(params string[] options)
    {
        var server = new MariaDbServer(options);
        if (Environment.IsPrivilegedProcess)
            await PostgreSqlServer.RunAsync("chown", "mysql", server._folder);
        await AsServerAsync(
            Program("mariadb-install-db"), "--no-defaults", $"--datadir={server.Data}", "--auth-root-authentication-method=normal",
            "--skip-test-db", "--skip-name-resolve", "--innodb-flush-method=nosync", $"--tmpdir={server._folder}");
        await server.StartProgramAsync();
        return server;
    }

    /// <summary>Starts the program again, after it was ended.</summary>
    internal async Task StartProgramAsync()
    {
        string[] arguments =
        [
            "--no-defaults", $"--datadir={Data}", $"--socket={Socket}", $"--tmpdir={_folder}", "--skip-networking",
            "--innodb-flush-method=nosync",
            "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=64M", $"--log-error={Path.Combine(_folder, "log")}",
            $"--pid-file={Path.Combine(_folder, "pid")}", .. _options,
        ];
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", ["-u", "mysql", "--", Program("mariadbd"), .. arguments])
            : new ProcessStartInfo(Program("mariadbd"), arguments);
        (start.UseShellExecute, start.WorkingDirectory) = (false, "/");
        _process = Process.Start(start);
        await PostgreSqlServer.RunAsync(
            Program("mariadb-admin"), "--no-defaults", $"--socket={Socket}", "--user=root", "--wait=30", "--connect-timeout=5", "ping");
    }

    /// <summary>Ends the server as a crash would.</summary>
    internal async Task CrashAsync()
    {
        await PostgreSqlServer.RunAsync("kill", "-9", ProcessId.ToString(CultureInfo.InvariantCulture));
        await _process!.WaitForExitAsync();
        File.Delete(Socket);
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to log in to it.</returns>
    internal async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await SqlAsync($"create database {name} character set utf8mb4");
        return $"Server={Socket};Protocol=unix;User ID=root;Database={name};AllowUserVariables=true;UseAffectedRows=true";
    }

    /// <summary>Runs a statement in a session of its own.</summary>
    internal async Task SqlAsync(string sql)
    {
        await using var connection = new MySqlConnection($"Server={Socket};Protocol=unix;User ID=root;Pooling=false");
        await connection.OpenAsync();
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        MySqlConnection.ClearAllPools();
        if (_process is { HasExited: false })
            await CrashAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Program(string name) =>
        new[] { "/usr/bin", "/usr/sbin", "/usr/local/bin" }.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(Missing);

    private static Task AsServerAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? PostgreSqlServer.RunAsync("runuser", ["-u", "mysql", "--", program, .. arguments])
        : PostgreSqlServer.RunAsync(program, arguments);
}
