using System.Runtime.Versioning;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Embedded;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.IntegrationTests.Embedded;

[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedServerTests : EmbeddedServerFixture
{
    [Fact]
    public async Task New_server_has_a_utf8_database_on_a_private_socket_and_keeps_its_promises_of_durability()
    {
        await using var server = await EmbeddedServer.StartAsync(Folder, Cancellation);

        Assert.Equal(
            ["dataflux", "UTF8", "C.UTF-8"],
            await Row(
                server,
                "select current_database(), pg_encoding_to_char(encoding), datctype from pg_database where datname = current_database()"));
        Assert.Equal(
            ["", "on", "on", "256MB"],
            await Row(
                server,
                "select current_setting('listen_addresses'), current_setting('fsync'), current_setting('synchronous_commit'), "
                + "current_setting('shared_buffers')"));
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
        await EndedAsync(pid);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Folder, "users")));

        await using var third = await EmbeddedServer.StartAsync(Folder, Cancellation);
        Assert.Equal(["7"], await Row(third, "select id from kept"));
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
        var folder = Path.Combine(Root, new string('x', 120), "a b, 'c' \"$(d)\"");
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
        File.SetUnixFileMode(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        string data;
        await using (var server = await EmbeddedServer.StartAsync(Folder, Cancellation))
        {
            data = server.DataFolder;
            if (Environment.IsPrivilegedProcess)
                Elsewhere.Add(Path.GetDirectoryName(data)!);
            Assert.Equal(Environment.IsPrivilegedProcess, !data.StartsWith(Root, StringComparison.Ordinal));
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
    public async Task Starts_at_the_same_time_share_one_server()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EmbeddedServer.StartAsync(Folder, Cancellation)));
        var pids = servers.Select(Pid).Distinct().ToList();

        await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));

        await EndedAsync(Assert.Single(pids));
    }

    [Fact]
    public async Task Target_without_a_connection_opens_the_embedded_database_with_its_session_settings()
    {
        var settings = new DialectSettings(
            new Dictionary<string, object> { ["statementTimeout"] = TimeSpan.FromSeconds(5) }, Path.Combine(Root, "pictures"));

        await using var pool = await PostgreSqlConnection.From(settings).OpenAsync(2, Cancellation);
        await using var command = pool.DataSource.CreateCommand(
            "select concat_ws(' ', current_setting('application_name'), current_setting('TimeZone'), current_setting('client_encoding'), "
            + "current_setting('statement_timeout'))");

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
}
