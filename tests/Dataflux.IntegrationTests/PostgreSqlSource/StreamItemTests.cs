using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSqlSource;

/// <summary>Changes of a table as the items that a profile sees: those of an incremental export.</summary>
[Collection(LogicalServer.Tests)]
public sealed class StreamItemTests(LogicalServer server)
{
    // 20,000 letters that no compression brings below the size from which they are stored apart.
    private const string Large = "(select string_agg(md5(i::text || 'x'), '') from generate_series(1, 625) i)";

    private string _connection = "";

    [Fact]
    public async Task Inserts_updates_deletes_and_other_keys_in_the_order_of_their_commits()
    {
        await SqlAsync("create table t (id int primary key, name text, n numeric); insert into t values (1, 'one', 1.5)");
        using var lines = await FollowAsync("items");
        Assert.Equal(["""{"id":{"N":"1"},"name":{"S":"one"},"n":{"N":"1.5"}}"""], await lines.LoadAsync());

        await SqlAsync("""
            insert into t values (2, 'two', null); update t set name = 'uno' where id = 1; update t set id = 3 where id = 2;
            delete from t where id = 1
            """);
        await SqlAsync("insert into t values (4, 'bad', 'NaN'), (5, 'five', 5)");

        Assert.Equal(
            [
                """ "Keys":{"id":{"N":"2"}},"NewImage":{"id":{"N":"2"},"name":{"S":"two"},"n":{"NULL":true}} """.Trim(),
                """ "Keys":{"id":{"N":"1"}},"NewImage":{"id":{"N":"1"},"name":{"S":"uno"},"n":{"N":"1.5"}} """.Trim(),
                """ "Keys":{"id":{"N":"2"}} """.Trim(),
                """ "Keys":{"id":{"N":"3"}},"NewImage":{"id":{"N":"3"},"name":{"S":"two"},"n":{"NULL":true}} """.Trim(),
                """ "Keys":{"id":{"N":"1"}} """.Trim(),
                "refused: n: NaN is not a number",
                """ "Keys":{"id":{"N":"5"}},"NewImage":{"id":{"N":"5"},"name":{"S":"five"},"n":{"N":"5"}} """.Trim(),
            ],
            await lines.ChangesAsync());
        Assert.Empty(await lines.ChangesAsync());
    }

    [Theory]
    [InlineData("default")]
    [InlineData("full")]
    public async Task A_value_that_is_stored_apart_and_unchanged_is_never_null(string identity)
    {
        await SqlAsync("create table t (id int primary key, n int, doc text)");
        await SqlAsync($"insert into t select g, 0, {Large} from generate_series(1, 4) g");
        await SqlAsync($"alter table t replica identity {identity}");
        using var lines = await FollowAsync($"toast_{identity}");
        await lines.LoadAsync();

        await SqlAsync("update t set n = 1; update t set id = 9, n = 2 where id = 2; update t set n = 3 where id = 3");
        await SqlAsync("delete from t where id = 3");
        var changes = await lines.ChangesAsync();

        // What is gone by now is a delete, where only the table has it: its delete, or its other key, comes behind.
        var doc = (string)(await SqlAsync($"select {Large}"))!;
        var images = changes.Where(static line => line.Contains("\"NewImage\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(images);
        Assert.All(images, line => Assert.Contains($"\"doc\":{{\"S\":\"{doc}\"}}", line.Split("NewImage")[1]));
        Assert.Equal(
            ["1 n=1", "2", "3", "4 n=1", "9 n=2"],
            changes.GroupBy(KeyOf).OrderBy(static same => same.Key).Select(static same => $"{same.Key}{NumberOf(same.Last())}"));

        static string KeyOf(string line) => line["\"Keys\":{\"id\":{\"N\":\"".Length..][..1];

        static string NumberOf(string line) =>
            line.IndexOf("\"NewImage\"", StringComparison.Ordinal) is >= 0 and var at
                ? $" n={line[(line.IndexOf("\"n\":{\"N\":\"", at, StringComparison.Ordinal) + 10)..][..1]}"
                : "";
    }

    [Fact]
    public async Task With_full_replica_identity_the_row_before_is_there_too()
    {
        await SqlAsync("create table t (id int primary key, email text, f float8); insert into t values (1, 'a', 'NaN'), (2, 'b', 1)");
        await SqlAsync("alter table t replica identity full");
        using var lines = await FollowAsync("old_images");
        await lines.LoadAsync();

        await SqlAsync("update t set email = 'c', f = 2 where id = 1; delete from t where id = 2");

        Assert.Equal(
            [
                """ "Keys":{"id":{"N":"1"}},"NewImage":{"id":{"N":"1"},"email":{"S":"c"},"f":{"N":"2"}}, """.Trim()
                    + """ "OldImage":{"id":{"N":"1"},"email":{"S":"a"}} """.Trim(),
                """ "Keys":{"id":{"N":"2"}},"OldImage":{"id":{"N":"2"},"email":{"S":"b"},"f":{"N":"1"}} """.Trim(),
            ],
            await lines.ChangesAsync());
    }

    [Fact]
    public async Task Rows_that_the_stream_does_not_send_whole_and_columns_and_partitions_that_came_later_are_as_in_a_load()
    {
        await SqlAsync("""
            create type pair as (a int, b text);
            create table t (
              id int, region text, total int generated always as (id * 2) stored, address inet, coordinates pair, tags text[], at timestamptz,
              primary key (id, region)) partition by list (region);
            create table t_a partition of t for values in ('a');
            """);
        using var lines = await FollowAsync("whole");
        await lines.LoadAsync();

        await SqlAsync("insert into t values (1, 'a', default, '10.0.0.1', (1, 'x'), '{p,q}', '2026-01-02 03:04:05+00')");
        await SqlAsync("alter table t add column note text; create table t_b partition of t for values in ('b')");
        await SqlAsync("insert into t values (2, 'b', default, '::1', null, null, null, 'later'); update t set region = 'b' where id = 1");

        using var again = await FollowAsync("whole_again");
        var loaded = await again.LoadAsync();
        var changes = await lines.ChangesAsync();
        var last = changes.Where(static line => line.Contains("NewImage", StringComparison.Ordinal))
            .GroupBy(static line => line[..line.IndexOf(",\"NewImage\"", StringComparison.Ordinal)])
            .Select(static same => same.Last()[(same.Last().IndexOf("\"NewImage\":", StringComparison.Ordinal) + 11)..]);
        Assert.Equal(loaded.Order(), last.Order());
        Assert.Contains(changes, static line => line == "\"Keys\":{\"id\":{\"N\":\"1\"},\"region\":{\"S\":\"a\"}}");
    }

    [Fact]
    public async Task A_transaction_is_entered_in_its_middle()
    {
        await SqlAsync("create table t (id int primary key, name text)");
        using var lines = await FollowAsync("middle");
        await lines.LoadAsync();
        await SqlAsync("insert into t select g, repeat('x', 100) from generate_series(1, 5000) g");

        var first = await lines.ChangesAsync(blocks: 2);
        var rest = await lines.ChangesAsync();

        Assert.InRange(first.Count, 100, 4900);
        Assert.Equal(Enumerable.Range(1, 5000), first.Concat(rest).Select(static line => int.Parse(line.Split('"')[7])));
    }

    [Fact]
    public async Task A_run_that_was_killed_between_making_the_slot_and_knowing_it_is_gone_on_with()
    {
        await SqlAsync("create table t (id int primary key); insert into t values (1)");
        using var lines = await FollowAsync("unknown");
        Directory.CreateDirectory(Path.GetDirectoryName(lines.File)!);
        await File.WriteAllTextAsync(lines.File, """{"Slot":"unknown"}""");
        await SqlAsync("select pg_create_logical_replication_slot('unknown', 'pgoutput')");
        await SqlAsync("insert into t values (2)");

        Assert.Equal(2, (await lines.LoadAsync()).Count);
        Assert.Equal(["""{"id":{"N":"2"}}"""], (await lines.ChangesAsync()).Select(static line => line.Split(",\"NewImage\":")[1]));
    }

    [Fact]
    public async Task A_slot_that_is_not_known_or_gone_or_lost_is_refused_and_says_that_the_load_must_be_done_again()
    {
        await SqlAsync("create table t (id int primary key)");
        using var lines = await FollowAsync("lost");
        await SqlAsync("select pg_create_logical_replication_slot('lost', 'pgoutput')");
        Assert.Contains("this migration did not make it", (await Assert.ThrowsAsync<SourceException>(lines.LoadAsync)).Message);
        await SqlAsync("select pg_drop_replication_slot('lost')");
        await lines.LoadAsync();
        await lines.ChangesAsync();

        await server.SqlAsync("alter system set max_slot_wal_keep_size = '1MB'");
        await server.SqlAsync("select pg_reload_conf()");
        for (var i = 0; i < 4; i++)
        {
            await SqlAsync($"insert into t values ({i})");
            await server.SqlAsync("select pg_switch_wal()");
        }

        await server.SqlAsync("checkpoint");
        await server.SqlAsync("alter system reset max_slot_wal_keep_size");
        await server.SqlAsync("select pg_reload_conf()");
        var lost = await Assert.ThrowsAsync<SourceException>(() => lines.ChangesAsync());
        Assert.Contains("is lost: the server removed WAL", lost.Message);
        Assert.Contains("dataflux reset --source", lost.Message);

        await SqlAsync("select pg_drop_replication_slot('lost')");
        Assert.Contains("is gone", (await Assert.ThrowsAsync<SourceException>(() => lines.ChangesAsync())).Message);
    }

    [Fact]
    public async Task All_that_is_missing_is_named_before_anything_is_made()
    {
        await SqlAsync("create table t (id int, unique (id)); alter table t alter id set not null");
        using var lines = await FollowAsync("missing", publishes: false);

        var refused = await Assert.ThrowsAsync<SourceException>(lines.LoadAsync);

        Assert.Contains("t: its replica identity is nothing", refused.Message);
        Assert.Contains("there is no publication missing; CREATE PUBLICATION \"missing\" FOR TABLE t", refused.Message);
        Assert.Equal(0L, await SqlAsync("select count(*) from pg_replication_slots where slot_name = 'missing'"));

        await SqlAsync("""
            alter table t replica identity using index t_id_key; create table other ();
            create publication missing for table other with (publish = 'insert, update')
            """);
        refused = await Assert.ThrowsAsync<SourceException>(lines.LoadAsync);
        Assert.Contains("the publication missing leaves out some kinds of changes", refused.Message);
        Assert.Contains("the publication missing is not of t", refused.Message);
        Assert.DoesNotContain("replica identity", refused.Message);
    }

    private async Task<FollowedLines> FollowAsync(string slot, bool publishes = true)
    {
        if (publishes)
            await SqlAsync($"create publication {slot} for table t");

        return new(_connection, "t", slot);
    }

    private async Task<object?> SqlAsync(string sql)
    {
        if (_connection.Length == 0)
            _connection = await server.CreateDatabaseAsync();

        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
