using System.Runtime.Versioning;
using Dataflux.Dialects.PostgreSql.Embedded;
using Dataflux.IntegrationTests.Executable;
using Npgsql;

namespace Dataflux.IntegrationTests.Embedded;

/// <summary>The one private server of a project, used by several processes of dataflux.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SharedServerTests : IDisposable
{
    private const int Items = 2000;
    private readonly Workspace _work = Workspace.CreateUnconfigured();

    public SharedServerTests() => CompiledScripts.ShareWith(_work.Folder);

    private string Shared => Path.Combine(_work.Folder, ".dataflux", "postgresql");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Tables_of_two_migrations_that_run_at_the_same_time_can_be_joined_and_the_last_process_stops_the_server()
    {
        WithNotes("orders", Items);
        WithNotes("users", Items);
        using var orders = _work.Start("migrate", "orders.yaml", "--batch-size", "50");
        using var users = _work.Start("migrate", "users.yaml", "--batch-size", "50");

        Assert.Contains($"embedded PostgreSQL in {Shared}, ", await orders.EndsWithAsync(0), StringComparison.Ordinal);
        Assert.Contains($"  target                        embedded PostgreSQL in {Shared}\n", await users.EndsWithAsync(0), StringComparison.Ordinal);

        Assert.False(IsServerRunning());
        Assert.Equal($"{Items}", await AskAsync("orders", "select count(*) from orders join users using (id) where orders.note = users.note"));
        Assert.False(IsServerRunning());
        Assert.Contains($"embedded PostgreSQL in {Shared}\n", await _work.RunAsync(0, "status", "orders"), StringComparison.Ordinal);
        Assert.Contains(
            $"its data is in {Path.Combine(Home(), "data")}, for all migrations of the project",
            await _work.RunAsync(0, "doctor", "orders.yaml"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_killed_takes_the_server_from_no_other_and_both_end_with_every_row()
    {
        WithNotes("orders", Items);
        WithNotes("users", Items);
        using var killed = _work.Start("migrate", "orders.yaml", "--batch-size", "20", "--max-rate", "50/s");
        await killed.SeenAsync("Target embedded PostgreSQL");
        using var other = _work.Start("migrate", "users.yaml", "--batch-size", "20", "--max-rate", "1000/s");
        await other.SeenAsync("Target embedded PostgreSQL");

        Assert.Equal(137, await killed.KillAsync());
        var output = await other.EndsWithAsync(0);

        Assert.Matches("retries +0", output);
        Assert.False(IsServerRunning());
        await _work.RunAsync(0, "migrate", "orders.yaml");
        Assert.Equal($"{Items} {Items}", await AskAsync("users", "select (select count(*) from orders) || ' ' || (select count(*) from users)"));
        Assert.False(IsServerRunning());
    }

    [Fact]
    public async Task The_server_of_the_only_process_that_was_killed_is_taken_over()
    {
        WithNotes("orders", Items);
        WithNotes("users", 1);
        using var killed = _work.Start("migrate", "orders.yaml", "--batch-size", "20", "--max-rate", "50/s");
        await killed.SeenAsync("Target embedded PostgreSQL");
        await killed.KillAsync();
        Assert.True(IsServerRunning());

        await _work.RunAsync(0, "migrate", "users.yaml");

        Assert.False(IsServerRunning());
        await _work.RunAsync(0, "migrate", "orders.yaml");
        Assert.Equal($"{Items}", await AskAsync("orders", "select count(*) from orders"));
    }

    [Fact]
    public async Task A_database_that_an_earlier_version_made_for_one_migration_goes_on_being_used_and_that_is_said_once()
    {
        WithNotes("orders", 10);
        WithNotes("users", 10);
        var own = Path.Combine(_work.Folder, ".dataflux", "orders", "postgresql");
        await using (var server = await EmbeddedServer.StartAsync(own, TestContext.Current.CancellationToken))
        {
            await using var source = NpgsqlDataSource.Create(server.ConnectionString);
            await using var command = source.CreateCommand(
                "create table orders (id bigint primary key, note text not null); insert into orders values (4711, 'of an earlier version')");
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var output = await _work.RunAsync(0, "migrate", "orders.yaml");

        Assert.Single(
            output.Split('\n'),
            line => line.Contains($"This migration keeps its own PostgreSQL in {own}, which an earlier version made", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(Shared, "cluster")));
        Assert.Equal("11", await AskAsync("orders", "select count(*) from orders"));
        Assert.DoesNotContain("keeps its own", await _work.RunAsync(0, "migrate", "users.yaml"), StringComparison.Ordinal);

        await _work.RunAsync(0, "reset", "orders.yaml", "--database", "--yes");
        await _work.RunAsync(0, "migrate", "orders.yaml");

        Assert.Equal("10", await AskAsync("users", "select count(*) from orders join users using (id)"));
    }

    [Fact]
    public async Task Reset_removes_the_database_only_when_its_other_migrations_are_known_to_go_with_it()
    {
        WithNotes("orders", 10);
        WithNotes("users", 10);
        await _work.RunAsync(0, "migrate", "orders.yaml");
        await _work.RunAsync(0, "reset", "orders.yaml", "--database", "--yes");
        Assert.False(Directory.Exists(Path.Combine(Shared, "data")));
        await _work.RunAsync(0, "migrate", "orders.yaml");
        await _work.RunAsync(0, "migrate", "users.yaml");

        Assert.Contains(
            "would delete the tables of 'users' too",
            await _work.RunAsync(2, "reset", "orders.yaml", "--database", "--yes"),
            StringComparison.Ordinal);

        Assert.Equal("10", await AskAsync("users", "select count(*) from orders join users using (id)"));
    }

    [Fact]
    public async Task A_migration_may_be_called_like_the_servers_folder()
    {
        WithNotes("postgresql", 10);
        WithNotes("users", 10);
        await _work.RunAsync(0, "migrate", "postgresql.yaml");
        await _work.RunAsync(0, "migrate", "users.yaml");
        await _work.RunAsync(0, "migrate", "postgresql.yaml");

        Assert.Equal("10", await AskAsync("postgresql", "select count(*) from postgresql join users using (id)"));
    }

    private bool IsServerRunning() =>
        PostmasterFile.Read(Path.Combine(Home(), "data")) is { } server && server.IsAlive(Path.Combine(Home(), "data"));

    private string Home() => ClusterRecord.Read(Shared)!.Home;

    private async Task<string> AskAsync(string migration, string sql) =>
        (await _work.RunAsync(0, "sql", $"{migration}.yaml", "--", "-Atc", sql)).Trim();

    // A migration of its own export, into a table of its name.
    private void WithNotes(string name, int items)
    {
        Directory.CreateDirectory(Path.Combine(_work.Folder, name));
        File.WriteAllLines(
            Path.Combine(_work.Folder, name, "notes.json"),
            Enumerable.Range(1, items).Select(id => $$"""{"Item":{"id":{"N":"{{id}}"},"note":{"S":"note {{id}}"} } }"""));
        _work.Write($"{name}.csx", $$"""
            [Table("{{name}}")]
            record Note([property: Key] long Id, [property: Column("note")] string Text);

            Task onStart(ISqlTarget target) => target.Execute(
                "create table if not exists {{name}} (id bigint primary key, note text not null)");

            Note? parseItem(Item item) => new(item.Int64("id"), item.String("note"));
            """);
        _work.Write($"{name}.yaml", $$"""
            name: {{name}}
            profile: {{name}}.csx
            source: { type: local-dynamodb, path: {{name}}, manifest: none }
            target: { type: postgresql }
            """);
    }
}
