using System.Net.Sockets;
using Dataflux.IntegrationTests.Executable;
using Npgsql;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>A pooler before the database takes no settings with the login, and calls every refusal a broken connection.</summary>
public sealed class PoolerTests(PostgreSqlFixture server)
{
    private const string Profile = """
        [Table("thing")] record Thing([property: Key] string Id);
        Task onStart(ISqlTarget target) => target.Execute(
          "create table thing (id text primary key, timeout text default current_setting('statement_timeout'), memory text default current_setting('work_mem'))");
        Thing? parseItem(Item item) => new(item.String("id"));
        Thing transform(IReadOnlyList<Thing> rows) => rows[0];
        """;

    [Fact]
    public async Task Settings_of_the_connection_are_made_after_the_login()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await using var pooler = new StrictPooler(ServerOf(workspace));
        await workspace.SqlAsync("create schema app");
        Write(
            workspace,
            pooler,
            DatabaseOf(workspace) + "?search_path=app&options=-c%20work_mem%3D8MB%20--statement-timeout%3D1h&sslmode=disable",
            "statementTimeout: 30s");

        await workspace.RunAsync(0, "migrate", "things.yaml", "--quiet");

        Assert.Equal("1 30s 8MB", await workspace.SqlAsync("select concat_ws(' ', id, timeout, memory) from app.thing"));
        Assert.Equal(0, pooler.Refusals);
    }

    [Fact]
    public async Task A_refusal_stops_at_once_and_says_where_to_look()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await using var pooler = new StrictPooler(ServerOf(workspace)) { UnknownDatabase = DatabaseOf(workspace) };
        Write(workspace, pooler, DatabaseOf(workspace) + "?sslmode=disable", "statementTimeout: 30s");

        var output = await workspace.RunAsync(4, "migrate", "things.yaml");

        Assert.Contains("no such database", output, StringComparison.Ordinal);
        Assert.Contains(
            "check target.database, target.user and target.ssl against the pooler's own configuration", output, StringComparison.Ordinal);
        Assert.DoesNotContain("attempt", output, StringComparison.Ordinal);
    }

    private static void Write(Workspace workspace, StrictPooler pooler, string database, string more)
    {
        var folder = Directory.CreateDirectory(Path.Combine(workspace.Folder, "in")).FullName;
        File.WriteAllText(Path.Combine(folder, "i.json"), """{"id":{"S":"1"}}""");
        workspace.Write("things.csx", Profile);
        workspace.Write("dataflux.yaml", "");
        workspace.Write("things.yaml", $"""
            name: things
            profile: things.csx
            source: {"{"}type: local-dynamodb, path: {folder}, manifest: none{"}"}
            target:
              type: postgresql
              connection: "postgres://postgres@127.0.0.1:{pooler.Port}/{database}"
              {more}
            """);
    }

    private static UnixDomainSocketEndPoint ServerOf(Workspace workspace) =>
        new(Path.Combine(new NpgsqlConnectionStringBuilder(workspace.ConnectionString).Host!, ".s.PGSQL.5432"));

    private static string DatabaseOf(Workspace workspace) => new NpgsqlConnectionStringBuilder(workspace.ConnectionString).Database!;
}
