using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>Rows of new keys, copied straight into a table that was empty; everything else goes by a staging table and is merged.</summary>
public sealed class NewRowsTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Notes = "create table note (id int primary key, text text not null)";
    private const string StagingTables = "select count(*) from pg_class where relname = 'dataflux_1' and relpersistence = 't'";

    private sealed record Note([property: Key] int Id, string? Text);

    private static Note[] Numbered(int from, int to) => [.. Enumerable.Range(from, to - from + 1).Select(i => new Note(i, $"n{i}"))];

    [Fact]
    public async Task New_keys_need_no_staging_table_and_known_ones_are_merged()
    {
        var session = await SessionAsync<Note>(Notes);
        Assert.Equal(new(3, 0, 0), await WriteAsync(session, Numbered(1, 3)));
        Assert.Equal(["0"], await RowsAsync(StagingTables));

        Assert.Equal(new(2, 1, 2), await WriteAsync(session, [.. Numbered(2, 5), new Note(1, "b")]));
        Assert.Equal(["1"], await RowsAsync(StagingTables));
        Assert.Equal(["1|b", "2|n2", "3|n3", "4|n4", "5|n5"], await RowsAsync("select * from note order by id"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_are_stored_in_the_order_of_their_keys_batch_by_batch(bool merged)
    {
        var session = await SessionAsync<Note>(Notes + (merged ? "; insert into note values (1000, 'theirs')" : ""));
        await WriteAsync(session, new Note(8, "a"), new(-2, "b"), new(300, "c"));
        await WriteAsync(session, new Note(7, "d"), new(5, "e"));
        Assert.Equal(["-2", "8", "300", "5", "7"], await RowsAsync("select id from note where id < 1000 order by ctid"));
    }

    [Fact]
    public async Task Records_of_one_key_in_one_batch_are_written_in_order()
    {
        var session = await SessionAsync<Note>(Notes);
        Assert.Equal(new(2, 2, 0), await WriteAsync(session, new Note(1, "a"), new(2, "x"), new(1, "b"), new(1, "c")));
        Assert.Equal(["1|c", "2|x"], await RowsAsync("select * from note order by id"));
    }

    [Fact]
    public async Task A_key_that_somebody_else_has_put_in_meanwhile_is_merged()
    {
        var session = await SessionAsync<Note>(Notes);
        await SqlAsync("insert into note values (3, 'theirs')");

        Assert.Equal(
            new(4, 1, 0), await WriteAsync(session, on => on.Set("text", "note.text || ' and ' || excluded.text"), Numbered(1, 5)));
        Assert.Equal(["1|n1", "2|n2", "3|theirs and n3", "4|n4", "5|n5"], await RowsAsync("select * from note order by id"));
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(6, "n6")));
    }

    [Fact]
    public async Task Where_somebody_else_writes_the_same_keys_again_and_again_everything_is_merged()
    {
        var session = await SessionAsync<Note>(Notes);
        for (var i = 1; i <= 8; i++)
        {
            await SqlAsync($"insert into note values ({i * 10}, 'theirs')");
            Assert.Equal(new(9, 1, 0), await WriteAsync(session, Numbered((i * 10) - 9, i * 10)));
        }

        Assert.Equal(["80|0"], await RowsAsync("select count(*), count(*) filter (where text = 'theirs') from note"));
    }

    [Fact]
    public async Task A_violation_of_another_unique_index_names_it_and_leaves_nothing_of_the_batch()
    {
        var session = await SessionAsync<Note>(Notes + "; create unique index note_text on note (text)");
        var error = await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(session, new Note(1, "a"), new(2, "a")));
        Assert.Equal(("23505", "note_text"), (error.SqlState, error.ConstraintName));
        Assert.Empty(await RowsAsync("select * from note"));
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(1, "a")));
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(3, "b")));
    }

    [Fact]
    public async Task A_unique_constraint_that_is_checked_at_the_commit_is_treated_alike()
    {
        var session = await SessionAsync<Note>(
            Notes + "; alter table note add constraint once unique (text) deferrable initially deferred");
        var error = await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(session, new Note(1, "a"), new(2, "a")));
        Assert.Equal(("23505", "once"), (error.SqlState, error.ConstraintName));
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(2, "a")));
        Assert.Equal(["2|a"], await RowsAsync("select * from note"));
    }

    [Fact]
    public async Task A_row_the_table_refuses_leaves_nothing_and_the_others_can_be_written()
    {
        var session = await SessionAsync<Note>(Notes + "; alter table note add check (text <> 'bad')");
        var error = await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(session, new Note(1, "a"), new(2, "bad"), new(3, "c")));
        Assert.Equal("23514", error.SqlState);
        Assert.Equal(new(2, 0, 0), await WriteAsync(session, new Note(1, "a"), new(3, "c")));
        Assert.Equal(["1|a", "3|c"], await RowsAsync("select * from note order by id"));
    }

    [Theory]
    [InlineData("a table with rows", Notes + "; insert into note values (0, 'there')")]
    [InlineData("a trigger", Notes + """
        ; create function shout() returns trigger language plpgsql as 'begin new.text = upper(new.text); return new; end';
        create trigger shout before insert on note for each row execute function shout()
        """)]
    [InlineData(
        "a partitioned table",
        "create table note (id int primary key, text text) partition by range (id); create table part partition of note default")]
    [InlineData("a table with heirs", Notes + "; create table heir () inherits (note)")]
    [InlineData("a rule", Notes + "; create rule nothing as on delete to note do nothing")]
    public async Task Every_row_is_merged_into(string table, string sql)
    {
        var session = await SessionAsync<Note>(sql);
        Assert.Equal(new(2, 0, 0), await WriteAsync(session, Numbered(1, 2)));
        Assert.Equal(["1"], await RowsAsync(StagingTables));
        Assert.Equal(
            table == "a trigger" ? ["1|N1", "2|N2"] : ["1|n1", "2|n2"], await RowsAsync("select * from note where id > 0 order by id"));
    }

    [Fact]
    public async Task After_a_lost_connection_nothing_counts_as_new()
    {
        var session = await SessionAsync<Note>(Notes);
        await WriteAsync(session, Numbered(1, 3));
        await SqlAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => WriteAsync(session, Numbered(1, 4)));

        Assert.Equal(new(1, 0, 3), await WriteAsync(session, Numbered(1, 4)));
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(5, "n5")));
        Assert.Equal(["1"], await RowsAsync(StagingTables));
    }

    [Fact]
    public async Task Identity_and_rounded_columns_get_what_a_merge_gives_them()
    {
        await SqlAsync(
            "create table price (id int generated always as identity primary key, amount numeric(10, 2), code varchar(3), big int "
            + "generated always as (id * 10) stored)");
        await Target.PrepareAsync([typeof(Price)], Stop);
        var session = await SessionAsync();
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Price(7, 1.005m, "abc")));
        Assert.Equal(["0"], await RowsAsync(StagingTables));
        Assert.Equal(new(0, 0, 1), await WriteAsync(session, new Price(7, 1.005m, "abc")));
        Assert.Equal(["7|1.01|abc|70"], await RowsAsync("select id, amount, code, big from price"));
        Assert.Equal("22001", (await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(session, new Price(8, 1, "abcd")))).SqlState);
    }

    private sealed record Price([property: Key] int Id, decimal Amount, string Code);
}
