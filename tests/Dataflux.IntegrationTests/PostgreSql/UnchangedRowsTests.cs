using System.ComponentModel.DataAnnotations;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>Rows that would change nothing are found before anything is merged; everything else is merged as ever.</summary>
public sealed class UnchangedRowsTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Notes = "create table note (id int primary key, text text, data jsonb, seen int)";

    private sealed record Note([property: Key] int Id, string? Text, string? Data = null, int Seen = 0);

    private static Note[] Numbered(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new Note(i, $"n{i}", $$"""{"b":{{i}},"a":[1.0,2]}"""))];

    /// <summary>A session that finds these rows in the table, written by an earlier one.</summary>
    private async Task<ITargetSession> AgainAsync(params Note[] rows)
    {
        await SqlAsync(Notes);
        await using (var earlier = OtherTarget())
        {
            await earlier.PrepareAsync([typeof(Note)], Stop);
            await using var session = await earlier.OpenSessionAsync(Stop);
            Assert.Equal(new(rows.Length, 0, 0), await WriteAsync(session, rows));
        }

        await Target.PrepareAsync([typeof(Note)], Stop);
        return await SessionAsync();
    }

    private static async Task<string[]> StagingTablesAsync(ITargetSession session)
    {
        string[] names = [];
        await session.WriteAsync(async target => names = [.. await ((ISqlTarget)target).Query<string>(
            "select relname::text from pg_class where relnamespace = pg_my_temp_schema() and relkind = 'r' order by 1")], Stop);
        return names;
    }

    [Fact]
    public async Task Nothing_is_merged_and_no_row_is_locked_where_nothing_changes()
    {
        var session = await AgainAsync(Numbered(500));
        var before = await RowsAsync("select ctid, xmin, xmax from note order by id");

        Assert.Equal(new(0, 0, 500), await WriteAsync(session, Numbered(500)));

        Assert.Equal(["dataflux_1_compared"], await StagingTablesAsync(session));
        Assert.Equal(before, await RowsAsync("select ctid, xmin, xmax from note order by id"));
    }

    [Fact]
    public async Task Changed_and_new_rows_among_them_are_written()
    {
        var session = await AgainAsync(Numbered(100));
        var batch = Numbered(102);
        batch[10] = batch[10] with { Text = null };
        batch[20] = batch[20] with { Data = """{"a":[1.0,3],"b":21}""" };
        batch[30] = batch[30] with { Data = null };

        Assert.Equal(new(2, 3, 97), await WriteAsync(session, batch));

        Assert.Equal(
            [
                """11||{"a": [1.0, 2], "b": 11}""", """21|n21|{"a": [1.0, 3], "b": 21}""", "31|n31|",
                """101|n101|{"a": [1.0, 2], "b": 101}""", """102|n102|{"a": [1.0, 2], "b": 102}""",
            ],
            await RowsAsync("select id, text, data from note where id in (11, 21, 31) or id > 100 order by id"));
        Assert.Equal(new(0, 0, 102), await WriteAsync(session, batch));
    }

    [Fact]
    public async Task Records_of_one_key_change_their_row_one_after_the_other()
    {
        var session = await AgainAsync(new Note(1, "a"), new(2, "a"), new(3, "a"));

        // The second record of 1 is what is there now, but not what is there when its turn comes.
        Assert.Equal(new(0, 3, 2), await WriteAsync(session, new Note(1, "b"), new(2, "a"), new(1, "a"), new(3, "a"), new(2, "b")));

        Assert.Equal(["1|a", "2|b", "3|a"], await RowsAsync("select id, text from note order by id"));
    }

    [Fact]
    public async Task Documents_that_differ_as_text_alone_are_no_change()
    {
        var session = await AgainAsync(new Note(1, "a", """{"n": 1.0}"""), new(2, "a", "[10]"));
        Assert.Equal(new(0, 0, 2), await WriteAsync(session, new Note(1, "a", """{"n": 1.00}"""), new(2, "a", "[1e1]")));
        Assert.Equal(["""1|{"n": 1.0}""", "2|[10]"], await RowsAsync("select id, data from note order by id"));
    }

    [Fact]
    public async Task Where_comparing_says_nothing_the_rules_of_the_merge_do()
    {
        static void Highest(Upsert on) => on.Combine("seen", "greatest(note.seen, excluded.seen)");
        var session = await AgainAsync(new Note(1, "a", Seen: 5), new(2, "a", Seen: 5));
        for (var pass = 0; pass < 3; pass++)
            Assert.Equal(new(0, 0, 2), await WriteAsync(session, Highest, new Note(1, "a", Seen: 1), new(2, "a", Seen: 2)));
        Assert.Equal(new(0, 1, 1), await WriteAsync(session, Highest, new Note(1, "a", Seen: 6), new(2, "a", Seen: 2)));
        Assert.Equal(["1|6", "2|5"], await RowsAsync("select id, seen from note order by id"));
    }

    [Fact]
    public async Task An_expression_that_is_set_sees_the_whole_record()
    {
        static void Counted(Upsert on) =>
            on.Keep("text", "data").Set("seen", "note.seen + (excluded.data->>'b')::int + length(excluded.text)");
        var session = await AgainAsync(new Note(1, "a", """{"b":1}""", 1), new(2, "", """{"b":0}""", 1));
        Assert.Equal(new(0, 1, 1), await WriteAsync(session, Counted, new Note(1, "xyz", """{"b":4}"""), new(2, "", """{"b":0}""")));
        Assert.Equal(["1|a|8", "2||1"], await RowsAsync("select id, text, seen from note order by id"));
    }

    [Fact]
    public async Task A_record_that_the_table_refuses_is_refused_among_unchanged_ones()
    {
        var session = await AgainAsync(Numbered(10));
        var wrong = await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(session, [.. Numbered(10), new Note(11, "x", "[1 2]")]));
        Assert.Equal("22P02", wrong.SqlState);
        Assert.Equal(new(1, 0, 10), await WriteAsync(session, [.. Numbered(10), new Note(11, "x", "[1, 2]")]));
    }

    [Fact]
    public async Task Several_batches_of_a_transaction_see_each_other()
    {
        var session = await AgainAsync(Numbered(3));
        var counts = await session.WriteAsync(
            async target =>
            {
                Assert.Equal(0, await target.Upsert(Numbered(3)));
                Assert.Equal(1, await target.Upsert([new Note(2, "b", Numbered(2)[1].Data)]));
                Assert.Equal(1, await target.Upsert(Numbered(3)));
                Assert.Equal(0, await target.Upsert(Numbered(3)));
            },
            Stop);
        Assert.Equal(new(0, 2, 8), counts);
        Assert.Equal(["1|n1", "2|n2", "3|n3"], await RowsAsync("select id, text from note order by id"));
    }

    [Fact]
    public async Task Rows_that_are_left_alone_are_found_by_their_keys()
    {
        var session = await AgainAsync(new Note(1, "a"), new(2, "a"));
        Assert.Equal(new(0, 0, 2), await WriteAsync(session, on => on.DoNothing(), new Note(1, "b"), new(2, "c", "{}")));
        Assert.Equal(["dataflux_1_compared"], await StagingTablesAsync(session));
        Assert.Equal(new(1, 0, 2), await WriteAsync(session, on => on.DoNothing(), new Note(1, "b"), new(2, "c"), new(3, "d")));
        Assert.Equal(["1|a|", "2|a|", "3|d|"], await RowsAsync("select id, text, data from note order by id"));
    }
}
