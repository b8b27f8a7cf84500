using Dataflux.IntegrationTests.Executable;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSqlSource;

/// <summary>Tables are followed with the real executable, while others write to them. In the end the target equals the source.</summary>
[Collection(LogicalServer.Tests)]
public sealed class FollowingTests(LogicalServer server, PostgreSqlFixture other)
{
    private const int Killed = 128 + 9;
    private const string Profile =
        """
        abstract record Kept;
        [Table("copy")] record Doc([property: Key] long Id, string Label, string? Text) : Kept;
        [Table("copy_part")] record Part([property: Key] long Id, [property: Key] string Region, int? V) : Kept;
        [Table("copy")] record DocKey([property: Key] long Id);
        [Table("copy_part")] record PartKey([property: Key] long Id, [property: Key] string Region);

        Item parseItem(Item item) => item;

        Kept transform(Item item) => item.String("table") == "doc"
            ? new Doc(item.Int64("id"), item.String("label"), item.TryString("text"))
            : new Part(item.Int64("id"), item.String("region"), item.TryInt32("v"));

        object deleteItem(Item item) => item.Keys.String("table") == "doc"
            ? new DocKey(item.Keys.Int64("id")) : new PartKey(item.Keys.Int64("id"), item.Keys.String("region"));
        """;

    private static readonly string[] Migrate = ["migrate", "follow"];

    [Fact]
    public async Task The_example_is_loaded_and_followed_and_its_slot_dropped_when_somebody_says_so()
    {
        using var workspace = Workspace.CreateFor(await server.CreateDatabaseAsync());
        string[] migrate = ["migrate", "examples/legacy-orders/legacy-orders-follow.yaml"];
        workspace.SetVariable("LEGACY_DB", workspace.ConnectionString!);
        await workspace.SqlAsync(await File.ReadAllTextAsync(Path.Combine(workspace.Folder, "examples", "legacy-orders", "source.sql")));
        Assert.Contains("CREATE PUBLICATION", await workspace.RunAsync(4, migrate));
        Assert.Contains("CREATE PUBLICATION", await workspace.RunAsync(4, "doctor", migrate[1]));
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from pg_replication_slots where slot_name = 'legacy_orders'"));
        await workspace.SqlAsync("create publication legacy_orders for table legacy.orders");

        await workspace.RunAsync(0, migrate);
        Assert.Equal("0", await workspace.SqlAsync(LegacyOrdersTests.Differences));
        await workspace.SqlAsync("""
            update legacy.orders set state = 'C' where no % 5 = 0; delete from legacy.orders where no % 7 = 0;
            update legacy.orders set no = no + 100000 where no % 11 = 0; insert into legacy.orders values (7, 1, now(), 'N', 5, null, null)
            """);
        await workspace.RunAsync(0, migrate);
        Assert.Equal("0", await workspace.SqlAsync(LegacyOrdersTests.Differences));
        Assert.Equal(1497, workspace.Summary("legacy-orders-follow").GetProperty("itemsRead").GetInt64());
        var nothing = await workspace.RunAsync(0, migrate);
        Assert.Contains("0 read by this run", nothing);
        Assert.Contains("of the stream, which has no count to compare with", nothing);
        Assert.Contains("kept ", await workspace.RunAsync(0, "status", "legacy-orders-follow"));

        await workspace.SqlAsync("truncate legacy.orders");
        Assert.Contains("legacy.orders was emptied by TRUNCATE", await workspace.RunAsync(4, migrate));
        Assert.Contains("dropped in its source: the replication slot legacy_orders",
            await workspace.RunAsync(0, "reset", migrate[1], "--source", "--yes"));
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from pg_replication_slots where slot_name = 'legacy_orders'"));
        await workspace.SqlAsync("truncate orders; insert into legacy.orders values (1, 1, now(), 'N', 5, null, null)");
        await workspace.RunAsync(0, migrate);
        Assert.Equal("0", await workspace.SqlAsync(LegacyOrdersTests.Differences));
    }

    [Fact]
    public async Task Killed_runs_beside_a_writer_end_in_what_the_source_has()
    {
        using var workspace = await PrepareAsync(await server.CreateDatabaseAsync(), slot: "killed");
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(workspace, stop.Token);
        string[] points = ["in-transaction:2", "between-batches:1", "in-transaction:1", "before-checkpoint:1", "after-checkpoint:1"];
        for (var i = 0; i < Times; i++)
        {
            await workspace.Set("DATAFLUX_KILL_AT", points[i % points.Length]).RunAsync(Killed, Migrate);
            await ChangeAsync(workspace, new Random(i), count: 40); // so that the next run has something to do
        }

        await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, Migrate);
        await stop.CancelAsync();
        var changes = await writing;
        await workspace.RunAsync(0, Migrate);

        Assert.True(changes > 100, $"the writer came to {changes} statements only");
        Assert.Equal("0", await workspace.SqlAsync("""
            select (select count(*) from (select id, label, text from doc except table copy) d)
                 + (select count(*) from (table copy except select id, label, text from doc) d)
                 + (select count(*) from (table part except table copy_part) d)
                 + (select count(*) from (table copy_part except table part) d)
            """));
        Assert.Equal("True", await workspace.SqlAsync("select count(*) > 300 from copy"));
    }

    [Fact]
    public async Task What_the_role_the_tables_and_the_publication_lack_is_named_together_and_nothing_is_made()
    {
        using var workspace = await PrepareAsync(await server.CreateDatabaseAsync(), slot: "refused");
        await workspace.SqlAsync("""
            create role follower login; grant select on all tables in schema public to follower;
            alter table doc replica identity nothing; alter publication refused set (publish = 'insert')
            """);
        workspace.SetVariable(
            "FOLLOWED", new NpgsqlConnectionStringBuilder(workspace.ConnectionString) { Username = "follower" }.ConnectionString);

        var refused = await workspace.RunAsync(4, Migrate);

        Assert.Contains("ALTER ROLE \"follower\" REPLICATION", refused);
        Assert.Contains("ALTER TABLE \"public\".\"doc\" REPLICA IDENTITY", refused);
        Assert.Contains("SET (publish = 'insert, update, delete, truncate')", refused);
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from pg_replication_slots where database = current_database()"));
    }

    [Fact]
    public async Task A_server_that_does_not_log_for_followers_is_named_with_what_to_set()
    {
        using var workspace = await PrepareAsync(await other.CreateDatabaseAsync(), slot: "lacking");

        Assert.Contains("wal_level is replica; set wal_level = logical", await workspace.RunAsync(4, Migrate));
    }

    // More by hand: DATAFLUX_FOLLOW_KILLS=50.
    private static int Times => int.Parse(Environment.GetEnvironmentVariable("DATAFLUX_FOLLOW_KILLS") ?? "4");

    // A slot is its server's, which the tests share.
    private static async Task<Workspace> PrepareAsync(string database, string slot)
    {
        var workspace = Workspace.CreateFor(database);
        workspace.SetVariable("FOLLOWED", workspace.ConnectionString!);
        workspace.Write("migrations/follow.csx", Profile);
        workspace.Write("migrations/follow.yaml", $$"""
            name: follow
            profile: follow.csx
            batchSize: 200
            source:
              type: postgresql
              connection: ${FOLLOWED}
              tables: doc, part
              tableAttribute: table
              follow: true
              slot: {{slot}}
            target:
              type: postgresql
            """);
        await workspace.SqlAsync($"""
            create table doc (id bigint primary key, label text not null, text text);
            create table part (id bigint, region text, v int, primary key (id, region)) partition by list (region);
            create table part_a partition of part for values in ('a');
            create table part_b partition of part for values in ('b');
            create table copy (id bigint primary key, label text not null, text text);
            create table copy_part (id bigint, region text, v int, primary key (id, region));
            alter table doc alter text set storage external;
            insert into doc select g, 'first', repeat(md5(g::text), 100) from generate_series(1, 1000) g;
            insert into part select g, 'a', g from generate_series(1, 500) g;
            create publication {slot} for table doc, part
            """);
        return workspace;
    }

    private static async Task<int> WriteAsync(Workspace workspace, CancellationToken stop)
    {
        var random = new Random(1);
        var changes = 0;
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!stop.IsCancellationRequested && await pace.WaitForNextTickAsync(CancellationToken.None))
        {
            await ChangeAsync(workspace, random, count: 5);
            changes += 5;
        }

        return changes;
    }

    private static async Task ChangeAsync(Workspace workspace, Random random, int count)
    {
        await using var connection = await workspace.ConnectAsync();
        for (var i = 0; i < count; i++)
        {
            var (id, other) = (random.Next(1, 1200), random.Next(1, 1200));
            await using var command = connection.CreateCommand();
            command.CommandText = random.Next(7) switch
            {
                0 or 1 => $"update doc set label = label || '+' where id = {id}",
                2 => $"update doc set text = repeat(md5('{other}'), 90) where id = {id}",
                3 => $"delete from doc where id = {id}",
                4 => $"insert into doc values ({id}, 'new', repeat(md5('{id}'), 80)) on conflict do nothing",
                5 => $"update doc set id = {other} where id = {id} and not exists (select from doc where id = {other})",
                _ => $"update part set region = case region when 'a' then 'b' else 'a' end, v = {other} where id = {id % 500}",
            };
            await command.ExecuteNonQueryAsync();
        }
    }
}
