using System.Diagnostics;
using System.Runtime.Versioning;
using Dataflux.Dialects.PostgreSql.Embedded;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.IntegrationTests.Embedded;

[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedServerFailureTests : EmbeddedServerFixture
{
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
        await EndedAsync(pid);
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
        await using var other = await EmbeddedServer.StartAsync(Path.Combine(Root, "other"), Cancellation);
        pid = pid switch { "own" => Text(Environment.ProcessId), "other server" => Text(Pid(other)), _ => pid };
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "data", "postmaster.pid"),
            $"{pid}\n{Folder}/data\n1700000000\n5432\n{Folder}/data\n\n  1 2\nready   \n",
            Cancellation);

        await using var server = await EmbeddedServer.StartAsync(Folder, Cancellation);

        Assert.NotEqual(pid, Text(Pid(server)));
        Assert.Equal(["1"], await Row(server, "select 1"));
        Assert.Equal(["1"], await Row(other, "select 1"));
    }

    [Fact]
    public async Task Interrupted_creation_is_begun_again()
    {
        await (await EmbeddedServer.StartAsync(Folder, Cancellation)).DisposeAsync();
        var record = Path.Combine(Folder, "cluster");
        await File.WriteAllTextAsync(
            record,
            (await File.ReadAllTextAsync(record, Cancellation)).Replace("ready", "creating", StringComparison.Ordinal),
            Cancellation);
        File.Delete(Path.Combine(Folder, "data", "global", "pg_control"));
        Directory.CreateDirectory(Path.Combine(Folder, "making-1", "base"));

        await using var server = await EmbeddedServer.StartAsync(Folder, Cancellation);

        Assert.Empty(Directory.EnumerateDirectories(Folder, "making-*"));

        Assert.Equal(["dataflux"], await Row(server, "select current_database()"));
    }

    [Fact]
    public async Task Missing_installation_says_how_to_get_it()
    {
        var e = await Assert.ThrowsAsync<TargetException>(
            () => EmbeddedServer.StartAsync(Folder, binFolder: Root, tcp: false, Cancellation));

        Assert.Contains($"DATAFLUX_PG_BIN is '{Root}'", e.Message, StringComparison.Ordinal);
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

        Assert.Contains(
            "was made by PostgreSQL 9, but the programs found are of version " + major[6..], e.Message, StringComparison.Ordinal);
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
    public async Task Cancelled_start_leaves_nothing_running_and_can_be_repeated()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        source.CancelAfter(TimeSpan.FromMilliseconds(400)); // in the middle of initdb
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EmbeddedServer.StartAsync(Folder, source.Token));

        await using var server = await EmbeddedServer.StartAsync(Folder, Cancellation);
        Assert.Equal(["1"], await Row(server, "select 1"));
    }
}
