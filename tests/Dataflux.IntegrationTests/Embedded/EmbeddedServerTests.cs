using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Runtime.Versioning;
using Dataflux.Dialects.PostgreSql;
using Dataflux.Dialects.PostgreSql.Embedded;
using Dataflux.Engine;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.IntegrationTests.Embedded;

[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedServerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("embedded-").FullName;
    private readonly List<string> _elsewhere = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(_root, "postgresql");

    public EmbeddedServerTests()
    {
        // What a state folder usually is: open for others to pass through.
        File.SetUnixFileMode(_root, File.GetUnixFileMode(_root) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
    }

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        foreach (var folder in _elsewhere)
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task New_server_has_a_utf8_database_on_a_private_socket_and_keeps_its_promises_of_durability()
    {
        await using var server = await EmbeddedServer.StartAsync(Folder, Cancellation);

        Assert.Equal(["dataflux", "UTF8", "C.UTF-8"], await Row(server, "select current_database(), pg_encoding_to_char(encoding), datctype from pg_database where datname = current_database()"));
        Assert.Equal(["", "on", "on", "256MB"], await Row(server, "select current_setting('listen_addresses'), current_setting('fsync'), current_setting('synchronous_commit'), current_setting('shared_buffers')"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(server.DataFolder));
        Assert.True(File.Exists(Path.Combine(server.BinFolder, "pg_ctl")));
        Assert.Equal("PostgreSQL", (await Psql(server, "select version()")).Split(' ')[0]);
    }

    [Fact]
    public async Task Data_survives_a_stop_and_the_last_user_stops_the_server()
    {
        var first = await EmbeddedServer.StartAsync(Folder, Cancellation);
        var second = await EmbeddedServer.StartAsync(Folder, Cancellation);
        var pid = Pid(first);
        Assert.Equal(pid, Pid(second));
        await Execute(first, "create table kept (id int); insert into kept values (7)");

        await first.DisposeAsync();
        Assert.Equal(["7"], await Row(second, "select id from kept"));
        await second.DisposeAsync();
        Assert.False(IsRunning(pid));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Folder, "users")));

        await using var third = await EmbeddedServer.StartAsync(Folder, Cancellation);
        Assert.Equal(["7"], await Row(third, "select id from kept"));
    }

    [Fact]
    public async Task Server_of_a_killed_dataflux_is_attached_to_and_its_user_does_not_count()
    {
        var killed = await EmbeddedServer.StartAsync(Folder, Cancellation);
        var pid = Pid(killed);

        // What kill -9 leaves: the server, and a user's file that nobody has locked and whose process is gone.
        using var gone = Process.Start("true");
        await gone.WaitForExitAsync(Cancellation);
        await File.WriteAllTextAsync(Path.Combine(Folder, "users", "killed"), $"{gone.Id} 1700000000\n", Cancellation);

        await using (var next = await EmbeddedServer.StartAsync(Folder, Cancellation))
            Assert.Equal(pid, Pid(next));
        Assert.True(IsRunning(pid));
        await killed.DisposeAsync();
        Assert.False(IsRunning(pid));
    }

    [Fact]
    public async Task Killed_server_recovers_with_what_was_committed()
    {
        var server = await EmbeddedServer.StartAsync(Folder, Cancellation);
        await Execute(server, "create table kept (id int); insert into kept select generate_series(1, 1000)");
        using (var busy = new NpgsqlConnection(server.ConnectionString))
        {
            await busy.OpenAsync(Cancellation); // a session that outlives the killed server for a moment
            Kill(Pid(server));

            await using var next = await EmbeddedServer.StartAsync(Folder, Cancellation);
            Assert.Equal(["1000"], await Row(next, "select count(*) from kept"));
            await server.DisposeAsync();
            Assert.Equal(["1000"], await Row(next, "select count(*) from kept"));
        }
    }

    [Theory]
    [InlineData("999999999")]
    [InlineData("own")]
    [InlineData("other server")]
    public async Task Stale_postmaster_file_is_coped_with(string pid)
    {
        await (await EmbeddedServer.StartAsync(Folder, Cancellation)).DisposeAsync();
        await using var other = await EmbeddedServer.StartAsync(Path.Combine(_root, "other"), Cancellation);
        pid = pid switch { "own" => Text(Environment.ProcessId), "other server" => Text(Pid(other)), _ => pid };
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "data", "postmaster.pid"), $"{pid}\n{Folder}/data\n1700000000\n5432\n{Folder}/data\n\n  1 2\nready   \n", Cancellation);

        await using var server = await EmbeddedServer.StartAsync(Folder, Cancellation);

        Assert.NotEqual(pid, Text(Pid(server)));
        Assert.Equal(["1"], await Row(server, "select 1"));
        Assert.Equal(["1"], await Row(other, "select 1"));
    }

    [Fact]
    public async Task Server_has_its_own_session_so_that_a_terminal_cannot_interrupt_it()
    {
        await using var server = await EmbeddedServer.StartAsync(Folder, Cancellation);

        Assert.Equal(Pid(server), SessionOf(Pid(server)));
        Assert.NotEqual(SessionOf(Environment.ProcessId), SessionOf(Pid(server)));
    }

    [Fact]
    public async Task Long_path_puts_the_socket_into_a_private_temporary_folder_and_removes_it()
    {
        var folder = Path.Combine(_root, new string('x', 120), "a b, 'c' \"$(d)\"");
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);

        string host;
        await using (var server = await EmbeddedServer.StartAsync(folder, Cancellation))
        {
            host = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;
            Assert.True(host.Length < 90, host);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(host));
            Assert.Equal(["1"], await Row(server, "select 1"));
            await using var attached = await EmbeddedServer.StartAsync(folder, Cancellation);
            Assert.Equal(server.ConnectionString, attached.ConnectionString);
        }

        Assert.False(Directory.Exists(host));
    }

    [Fact]
    public async Task Folder_that_only_root_may_enter_works_and_the_cluster_is_found_again()
    {
        File.SetUnixFileMode(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        string data;
        await using (var server = await EmbeddedServer.StartAsync(Folder, Cancellation))
        {
            data = server.DataFolder;
            if (Environment.IsPrivilegedProcess)
                _elsewhere.Add(Path.GetDirectoryName(data)!);
            Assert.Equal(Environment.IsPrivilegedProcess, !data.StartsWith(_root, StringComparison.Ordinal));
            await Execute(server, "create table kept (id int)");
        }

        await using var again = await EmbeddedServer.StartAsync(Folder, Cancellation);
        Assert.Equal(data, again.DataFolder);
        Assert.Equal(["0"], await Row(again, "select count(*) from kept"));
    }

    [Fact]
    public async Task Loopback_server_asks_for_its_password()
    {
        await using var server = await EmbeddedServer.StartAsync(Folder, binFolder: null, tcp: true, Cancellation);
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        Assert.Equal("127.0.0.1", settings.Host);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Folder, "password")));
        Assert.Equal(["1"], await Row(server, "select 1"));
        Assert.Equal("1", await Psql(server, "select 1"));

        settings.Password = "wrong";
        await using var stranger = new NpgsqlConnection(settings.ConnectionString);
        Assert.Equal("28P01", (await Assert.ThrowsAsync<PostgresException>(() => stranger.OpenAsync(Cancellation))).SqlState);
    }

    [Fact]
    public async Task Interrupted_creation_is_begun_again()
    {
        await (await EmbeddedServer.StartAsync(Folder, Cancellation)).DisposeAsync();
        var record = Path.Combine(Folder, "cluster");
        await File.WriteAllTextAsync(record, (await File.ReadAllTextAsync(record, Cancellation)).Replace("ready", "creating", StringComparison.Ordinal), Cancellation);
        File.Delete(Path.Combine(Folder, "data", "global", "pg_control"));
        Directory.CreateDirectory(Path.Combine(Folder, "making-1", "base"));

        await using var server = await EmbeddedServer.StartAsync(Folder, Cancellation);

        Assert.Empty(Directory.EnumerateDirectories(Folder, "making-*"));

        Assert.Equal(["dataflux"], await Row(server, "select current_database()"));
    }

    [Fact]
    public async Task Missing_installation_says_how_to_get_it()
    {
        var e = await Assert.ThrowsAsync<TargetException>(() => EmbeddedServer.StartAsync(Folder, binFolder: _root, tcp: false, Cancellation));

        Assert.Contains($"DATAFLUX_PG_BIN is '{_root}'", e.Message, StringComparison.Ordinal);
        Assert.Contains("Install it (", e.Message, StringComparison.Ordinal);
        Assert.Contains("target.connection", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_of_another_major_version_is_left_alone()
    {
        await (await EmbeddedServer.StartAsync(Folder, Cancellation)).DisposeAsync();
        var record = Path.Combine(Folder, "cluster");
        var text = await File.ReadAllTextAsync(record, Cancellation);
        var major = text.Split('\n').Single(line => line.StartsWith("major=", StringComparison.Ordinal));
        await File.WriteAllTextAsync(record, text.Replace(major, "major=9", StringComparison.Ordinal), Cancellation);

        var e = await Assert.ThrowsAsync<TargetException>(() => EmbeddedServer.StartAsync(Folder, Cancellation));

        Assert.Contains("was made by PostgreSQL 9, but the programs found are of version " + major[6..], e.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "data", "PG_VERSION")));
    }

    [Fact]
    public async Task Start_failure_shows_the_end_of_the_log_and_leaves_no_user_behind()
    {
        await (await EmbeddedServer.StartAsync(Folder, Cancellation)).DisposeAsync();
        await File.AppendAllTextAsync(Path.Combine(Folder, "data", "postgresql.conf"), "shared_bufers = 1\n", Cancellation);

        var e = await Assert.ThrowsAsync<TargetException>(() => EmbeddedServer.StartAsync(Folder, Cancellation));

        Assert.Contains("unrecognized configuration parameter \"shared_bufers\"", e.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(Folder, "data", "server.log"), e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Folder, "users")));
    }

    [Fact]
    public async Task Starts_at_the_same_time_share_one_server()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EmbeddedServer.StartAsync(Folder, Cancellation)));
        var pids = servers.Select(Pid).Distinct().ToList();

        await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));

        Assert.False(IsRunning(Assert.Single(pids)));
    }

    [Fact]
    public async Task Cancelled_start_leaves_nothing_running_and_can_be_repeated()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        source.CancelAfter(TimeSpan.FromMilliseconds(400)); // in the middle of initdb
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EmbeddedServer.StartAsync(Folder, source.Token));

        await using var server = await EmbeddedServer.StartAsync(Folder, Cancellation);
        Assert.Equal(["1"], await Row(server, "select 1"));
    }

    [Fact]
    public async Task Target_without_a_connection_opens_the_embedded_database_with_its_session_settings()
    {
        var settings = new DialectSettings(new Dictionary<string, object> { ["statementTimeout"] = TimeSpan.FromSeconds(5) }, _root);

        await using var pool = await PostgreSqlConnection.From(settings).OpenAsync(2, Cancellation);
        await using var command = pool.DataSource.CreateCommand(
            "select concat_ws(' ', current_setting('application_name'), current_setting('TimeZone'), current_setting('client_encoding'), current_setting('statement_timeout'))");

        Assert.Equal("dataflux UTC UTF8 5s", await command.ExecuteScalarAsync(Cancellation));
        Assert.Equal(Folder, pool.Server?.Folder);
        Assert.Equal($"embedded PostgreSQL in {Folder}", pool.Location);
    }

    [Fact]
    public async Task Every_way_to_become_another_user_passes_arguments_as_they_are()
    {
        var name = Environment.IsPrivilegedProcess ? "nobody" : Environment.UserName;
        var uid = (await ServerProgram.RunAsync(["id", "-u", name], folder: null, Cancellation)).Output.Trim();
        var gid = (await ServerProgram.RunAsync(["id", "-g", name], folder: null, Cancellation)).Output.Trim();

        foreach (var launcher in ServerAccount.Launchers(name, uid, gid).Where(_ => Environment.IsPrivilegedProcess))
        {
            var who = await ServerProgram.RunAsync([.. launcher, "id", "-u"], "/", Cancellation);
            var echo = await ServerProgram.RunAsync([.. launcher, "printf", "%s|", "a b", "-D", "$(id)", "'\"", "--"], "/", Cancellation);

            Assert.Equal(uid, who.Output.Trim());
            Assert.Equal("a b|-D|$(id)|'\"|--|", echo.Output);
        }
    }

    private static async Task<string[]> Row(EmbeddedServer server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        Assert.True(await reader.ReadAsync(Cancellation));
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!)];
    }

    private static async Task Execute(EmbeddedServer server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<string> Psql(EmbeddedServer server, string sql)
    {
        var start = new ProcessStartInfo(Path.Combine(server.BinFolder, "psql")) { UseShellExecute = false, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var argument in server.PsqlArguments.Concat(["-XAtc", sql]))
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in server.PsqlEnvironment)
            start.Environment[name] = value;
        using var psql = Process.Start(start)!;
        var output = await psql.StandardOutput.ReadToEndAsync(Cancellation);
        await psql.WaitForExitAsync(Cancellation);
        Assert.Equal(0, psql.ExitCode);
        return output.Trim();
    }

    private static int Pid(EmbeddedServer server) =>
        int.Parse(File.ReadLines(Path.Combine(server.DataFolder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
        process.WaitForExit();
    }

    private static bool IsRunning(int pid)
    {
        var status = $"/proc/{pid}/stat";
        return File.Exists(status) && File.ReadAllText(status).Split(") ")[1][0] != 'Z';
    }

    // Field 6 of /proc/PID/stat, counted after the name, which may hold blanks (proc(5)).
    private static int SessionOf(int pid) =>
        int.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ')[3], CultureInfo.InvariantCulture);
}
