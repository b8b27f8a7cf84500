using Dataflux.Dialects.PostgreSql.Targets;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// What the target forgets between two runs, or during one, by the real executable on real servers; the table is compared with
/// the independent expectation.
/// </summary>
public sealed class TargetHistoryTests(PostgreSqlFixture server)
{
    private const int Killed = 128 + 9;
    private const int Items = 3_000;
    private const string KillPoint = "DATAFLUX_KILL_AT";
    private static readonly string[] Migrate = ["migrate", "pictures.yaml", "--batch-size", "40", "--quiet"];

    [Theory]
    [InlineData("folder", "truncate table picture")]
    [InlineData("target", "truncate table picture")]
    [InlineData("folder", "drop table picture")]
    [InlineData("target", "drop table picture")]
    [InlineData("folder", "alter table picture rename to old; create table picture (like old including all)")]
    [InlineData("target", "alter table picture rename to old; create table picture (like old including all)")]
    public async Task Rows_of_a_table_that_was_emptied_or_replaced_between_two_runs_are_written_again(string place, string change)
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = await BeginAsync(workspace, place, killAt: "before-checkpoint:4");
        await workspace.SqlAsync(change);

        await workspace.RunAsync(0, Migrate);

        await AssertExpectedAsync(workspace, export);
        Assert.Equal(Items, workspace.Summary().GetProperty("itemsRead").GetInt64());
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("target")]
    public async Task Rows_of_a_table_that_was_restored_from_an_earlier_dump_are_written_again(string place)
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = await BeginAsync(workspace, place, killAt: "before-checkpoint:2");
        var connection = new NpgsqlConnectionStringBuilder(workspace.ConnectionString);
        var dump = Path.Combine(connection.Host!, $"{connection.Database}.dump");
        string[] database = ["-h", connection.Host!, "-U", connection.Username!, "-d", connection.Database!];
        await PostgreSqlServer.AsServerAsync("pg_dump", [.. database, "-Fc", "-t", "picture", "-t", "picture_id_seq", "-f", dump]);
        await workspace.Set(KillPoint, "before-checkpoint:3").RunAsync(Killed, Migrate);
        await workspace.SqlAsync("drop table picture; drop sequence picture_id_seq");
        await PostgreSqlServer.AsServerAsync("pg_restore", [.. database, dump]);

        await workspace.Set(KillPoint, null).RunAsync(0, Migrate);

        await AssertExpectedAsync(workspace, export);
    }

    [Fact]
    public async Task A_database_that_was_dropped_and_created_again_is_refused_with_the_choice_spelled_out()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = await BeginAsync(workspace, "folder", killAt: "before-checkpoint:4");
        NpgsqlConnection.ClearAllPools();
        var name = new NpgsqlConnectionStringBuilder(workspace.ConnectionString).Database!;
        await using (var other = new NpgsqlConnection(await server.CreateDatabaseAsync()))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            foreach (var statement in new[] { $"drop database {name}", $"create database {name}" })
            {
                await using var command = new NpgsqlCommand(statement, other);
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
        }

        var refused = await workspace.RunAsync(2, Migrate);

        Assert.Contains("database was dropped and created again", refused);
        Assert.Contains("--accept-changes", refused);
        Assert.Equal("True", await workspace.SqlAsync("select to_regclass('picture') is null"));
        await workspace.RunAsync(0, "reset", "pictures.yaml", "--yes");
        await workspace.RunAsync(0, Migrate);
        await AssertExpectedAsync(workspace, export);
    }

    [Theory]
    [InlineData("off", "on")]
    [InlineData("local", "local")]
    [InlineData("remote_apply", "remote_apply")]
    public async Task Only_a_setting_that_loses_commits_is_raised(string setting, string expected)
    {
        await using var target = new PostgreSqlTarget(
            NpgsqlDataSource.Create($"{await server.CreateDatabaseAsync()};Options=-c synchronous_commit={setting}"), "test");
        await target.ClaimAsync("m", TestContext.Current.CancellationToken);
        await using var session = await target.OpenSessionAsync(TestContext.Current.CancellationToken);
        var found = "";
        await session.WriteAsync(
            async written => found = (await ((ISqlTarget)written).Query<string>("show synchronous_commit"))[0],
            TestContext.Current.CancellationToken);
        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task A_user_without_rights_sees_who_the_server_is_and_goes_on_without_marks()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync("create role plain login; grant create on schema public to plain");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(workspace.ConnectionString) { Username = "plain" };
            await using (var target = new PostgreSqlTarget(NpgsqlDataSource.Create(connection), "test"))
            {
                var history = await target.HistoryAsync(TestContext.Current.CancellationToken);
                Assert.Matches("^[0-9]+$", history!.System);
                Assert.Equal("00000001", history.Timeline);
            }

            workspace.SetVariable("PG_USER", "plain");
            var export = await BeginAsync(workspace, "folder", killAt: "before-checkpoint:4");

            var output = await workspace.RunAsync(0, Migrate);

            Assert.Contains("Commits cannot be marked in the target", output);
            await AssertExpectedAsync(workspace, export);
        }
        finally
        {
            await workspace.SqlAsync("drop owned by plain; drop role plain");
        }
    }

    private static async Task<string> BeginAsync(Workspace workspace, string place, string killAt)
    {
        var export = await workspace.GenerateExportAsync("--items", $"{Items}", "--files", "6");
        await workspace.Set("DATAFLUX_CHECKPOINT", place).Set(KillPoint, killAt).RunAsync(Killed, Migrate);
        workspace.Set(KillPoint, null);
        return export;
    }

    private static async Task AssertExpectedAsync(Workspace workspace, string export)
    {
        NpgsqlConnection.ClearAllPools();
        await using var connection = await workspace.ConnectAsync();
        Assert.Equal(ExpectedPictures.Dump(export, 20_000_000), await PictureTable.Dump(connection));
    }
}
