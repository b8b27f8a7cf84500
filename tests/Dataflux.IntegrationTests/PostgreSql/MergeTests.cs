using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>What happens to rows that are already there.</summary>
public sealed class MergeTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Items = "create table item (id bigint primary key, name text, visits int, created_at timestamptz, updated_at "
        + "timestamptz)";

    private static readonly DateTimeOffset Day1 = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Day2 = Day1.AddDays(1);

    private sealed record Item([property: Key] long Id, string? Name, int Visits, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

    private static void Rules(Upsert on) => on
        .Set("visits", "item.visits + excluded.visits")
        .Keep("created_at")
        .Touch("updated_at");

    [Fact]
    public async Task A_second_pass_over_the_same_records_writes_nothing()
    {
        var session = await SessionAsync<Item>(Items);
        var items = Enumerable.Range(1, 1000).Select(i => new Item(i, $"n{i}", i, Day1, Day1)).ToArray();
        Assert.Equal(new(1000, 0, 0), await WriteAsync(session, items));
        var before = await RowsAsync("select xmin, ctid from item order by id");

        // The first unchanged pass locks the rows, the second one passes over them.
        Assert.Equal(new(0, 0, 1000), await WriteAsync(session, items));
        var locks = await RowsAsync("select xmax from item order by id");
        Assert.Equal(new(0, 0, 1000), await WriteAsync(session, items));
        Assert.Equal(locks, await RowsAsync("select xmax from item order by id"));

        Assert.Equal(before, await RowsAsync("select xmin, ctid from item order by id"));
        await SkipBeforeAsync(15, "pg_stat_force_next_flush, which makes the statistics below certain");
        await session.WriteAsync(target => ((ISqlTarget)target).Execute("select pg_stat_force_next_flush()"), Stop);
        Assert.Equal(["1000|0"], await RowsAsync("select n_tup_ins, n_tup_upd from pg_stat_user_tables where relname = 'item'"));
    }

    [Fact]
    public async Task Passing_over_unchanged_rows_still_writes_the_changed_and_the_new_ones()
    {
        var session = await SessionAsync<Item>(Items);
        var items = Enumerable.Range(1, 100).Select(i => new Item(i, $"n{i}", i, Day1, Day1)).ToArray();
        await WriteAsync(session, items);
        await WriteAsync(session, items);
        items[7] = items[7] with { Name = null };
        Assert.Equal(new(1, 1, 99), await WriteAsync(session, [.. items, new Item(101, "new", 0, Day1, Day1)]));
        Assert.Equal(["8|", "101|new"], await RowsAsync("select id, name from item where id in (8, 101) order by id"));
    }

    [Fact]
    public async Task Rules_set_keep_and_touch()
    {
        var session = await SessionAsync<Item>(Items);
        await WriteAsync(session, Rules, new Item(1, "a", 5, Day1, Day1));
        Assert.Equal(new(0, 1, 0), await WriteAsync(session, Rules, new Item(1, "a", 2, Day2, Day2)));
        Assert.Equal(["a|7|2024-01-01|2024-01-02"], await RowsAsync("select name, visits, created_at::date, updated_at::date from item"));

        // Only the touched and the kept column differ: that is no change.
        Assert.Equal(new(0, 0, 1), await WriteAsync(session, Rules, new Item(1, "a", 0, Day2.AddDays(9), Day2.AddDays(9))));
        Assert.Equal(["a|7|2024-01-01|2024-01-02"], await RowsAsync("select name, visits, created_at::date, updated_at::date from item"));
    }

    [Fact]
    public async Task Combine_asks_its_expression_only_where_the_values_differ()
    {
        static void Combined(Upsert on) =>
            on.Combine("visits", "item.visits + excluded.visits").Combine("name", "nullif(item.name, 'x')").Touch("updated_at");
        var session = await SessionAsync<Item>(Items);
        await WriteAsync(session, new Item(1, "a", 5, Day1, Day1), new Item(2, null, 5, Day1, Day1), new Item(3, "x", 1, Day1, Day1));

        // 1: equal; 2: 'visits' and 'created_at' differ, nothing on both sides of 'name' is equal; 3: 'name' is combined to nothing.
        Assert.Equal(
            new(0, 2, 1),
            await WriteAsync(
                session, Combined, new Item(1, "a", 5, Day1, Day2), new Item(2, null, 2, Day2, Day2), new Item(3, "y", 1, Day1, Day2)));
        Assert.Equal(
            ["1|a|5|2024-01-01|2024-01-01", "2||7|2024-01-02|2024-01-02", "3||1|2024-01-01|2024-01-02"],
            await RowsAsync("select id, name, visits, created_at::date, updated_at::date from item order by id"));

        // The values differ, but the expression gives what is there already.
        Assert.Equal(new(0, 0, 1), await WriteAsync(session, Combined, new Item(1, "b", 5, Day1, Day2)));
    }

    [Fact]
    public async Task DoNothing_leaves_existing_rows()
    {
        var session = await SessionAsync<Item>(Items);
        await WriteAsync(session, new Item(1, "a", 1, Day1, Day1));
        Assert.Equal(
            new(1, 0, 1),
            await WriteAsync(session, on => on.DoNothing(), new Item(1, "b", 2, Day2, Day2), new Item(2, "c", 3, Day1, Day1)));
        Assert.Equal(["1|a", "2|c"], await RowsAsync("select id, name from item order by id"));
        Assert.Equal(
            new(0, 0, 1),
            await WriteAsync(session, on => on.Keep("name", "visits", "created_at", "updated_at"), new Item(1, "b", 2, Day2, Day2)));
    }

    [Fact]
    public async Task Rows_can_be_identified_by_other_columns_than_the_key()
    {
        var session = await SessionAsync<Item>(Items + "; alter table item alter name set not null; create unique index on item (name)");
        await WriteAsync(session, new Item(1, "a", 1, Day1, Day1));
        Assert.Equal(new(0, 1, 0), await WriteAsync(session, on => on.OnConflict("name").Keep("id"), new Item(99, "a", 2, Day1, Day1)));
        Assert.Equal(["1|a|2"], await RowsAsync("select id, name, visits from item"));
    }

    [Fact]
    public async Task A_key_that_occurs_often_is_written_in_order()
    {
        var session = await SessionAsync<Item>(Items);
        Item[] batch = [new(1, "a", 1, Day1, Day1), new(2, "x", 1, Day1, Day1), new(1, "b", 10, Day1, Day1), new(1, "c", 100, Day1, Day1)];
        Assert.Equal(new(2, 2, 0), await WriteAsync(session, Rules, batch));
        Assert.Equal(["1|c|111", "2|x|1"], await RowsAsync("select id, name, visits from item order by id"));
    }

    [Fact]
    public async Task Several_upserts_of_one_transaction_see_each_other()
    {
        var session = await SessionAsync<Item>(Items);
        var counts = await session.WriteAsync(
            async target =>
            {
                Assert.Equal(1, await target.Upsert([new Item(1, "a", 1, Day1, Day1)]));
                Assert.Equal(1, await target.Upsert([new Item(1, "b", 1, Day1, Day1)]));
                Assert.Equal(0, await target.Upsert([new Item(1, "b", 1, Day1, Day1)]));
                Assert.Equal(0, await target.Upsert(Array.Empty<Item>()));
            },
            Stop);
        Assert.Equal(new(1, 1, 1) { Overwritten = 1 }, counts);
        Assert.Equal(new(0, 1, 0), await WriteAsync(session, new Item(1, "c", 1, Day1, Day1)));
    }

    [Fact]
    public async Task Rules_that_name_nothing_stop_the_run()
    {
        var session = await SessionAsync<Item>(Items);
        var thrown = await Assert.ThrowsAsync<TargetException>(() => WriteAsync(
            session,
            on => on.Set("visit", "1").Combine("nam", "1").Combine("id", "1").Keep("createdAt").Touch("nothing").OnConflict("id", "name"),
            new Item(1, "a", 1, Day1, Day1)));
        Assert.Equal(
            """
            the upsert rules of Item do not fit table "item":
              no unique index is on exactly ("id", "name"), which OnConflict names; run: create unique index on "public"."item" ("id", "name")
              Set("visit"): the table has no such column; did you mean "visits"?
              Combine("nam"): no property of Item fills such a column; did you mean "name"?
              Combine("id"): the column identifies the row and cannot change
              Keep("createdAt"): the table has no such column; did you mean "created_at"?
              Touch("nothing"): no property of Item fills such a column
            """,
            thrown.Message);
        Assert.Equal(FailureKind.Systemic, Target.Classify(thrown).Kind);
    }

    [Table("a b\"c", Schema = "My Schema")]
    private sealed record Odd(
        [property: Key, Column("select")] int Select, [property: Column("imageType")] string ImageType, string HasSpace)
    {
        [Column("x \"y\"")]
        public string Computed => HasSpace + "!";

        [NotMapped]
        public string Ignored => HasSpace + "?";

        public static string Static => "no";

        public string this[int i] => $"no {i}";
    }

    [Fact]
    public async Task Odd_names_need_no_thought()
    {
        var session = await SessionAsync<Odd>(
            """"create schema "My Schema"; create table "My Schema"."a b""c" ("select" int primary key, "imageType" text, "HasSpace" text, "x ""y""" text)"""");
        await WriteAsync(session, new Odd(1, "a", "b"));
        Assert.Equal(
            new(0, 1, 0),
            await WriteAsync(
                session, on => on.Set("imageType", "\"a b\"\"c\".\"imageType\" || excluded.\"x \"\"y\"\"\""), new Odd(1, "c", "d")));
        Assert.Equal(["1|ad!|d|d!"], await RowsAsync("""select * from "My Schema"."a b""c" """));
    }

    private abstract record Thing;

    private sealed record Author([property: Key] int Id, string Name) : Thing;

    private sealed record Book([property: Key] int AuthorId, [property: Key] string Title, byte[]? Cover) : Thing;

    private const string Library = """
        create table author (id int primary key, name text not null);
        create table book (author_id int references author, title text, cover bytea, primary key (author_id, title))
        """;

    [Fact]
    public async Task Records_of_several_types_are_written_table_by_table()
    {
        await SqlAsync(Library);
        await Target.PrepareAsync([typeof(Author), typeof(Book)], Stop);
        var session = await SessionAsync();
        Thing[] things = [new Book(1, "b", [1]), new Author(1, "a"), new Book(2, "c", null), new Book(1, "b", [2]), new Author(2, "z")];
        Assert.Equal(new(4, 1, 0), await WriteAsync(session, things));
        Assert.Equal([@"1|b|\x02", "2|c|"], await RowsAsync("select * from book order by 1"));
        Assert.Equal(new(0, 0, 1), await session.WriteAsync(t => t.Upsert<object>([new Author(2, "z")]), Stop));
    }

    [Fact]
    public async Task Deferred_constraints_fail_at_the_commit_and_leave_nothing()
    {
        var session = await SessionAsync<Book>(
            Library.Replace("references author", "references author deferrable initially deferred", StringComparison.Ordinal));
        var thrown = await Assert.ThrowsAsync<RefusedRecordsException>(() => WriteAsync(session, new Book(7, "b", null)));
        Assert.Equal(("23503", "author_id"), (thrown.Failure.Code, thrown.Failure.Column));
        Assert.Empty(await RowsAsync("select * from book"));
        await SqlAsync("insert into author values (7, 'x')");
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Book(7, "b", null)));
    }

    private sealed record Part([property: Key] int Id, string V);

    [Fact]
    public async Task Partitioned_tables_are_counted_too()
    {
        var session = await SessionAsync<Part>(
            """
            create table part (id int primary key, v text) partition by range (id);
            create table part1 partition of part for values from (0) to (100);
            create table part2 (v text, id int not null); alter table part attach partition part2 for values from (100) to (200)
            """);
        Assert.Equal(new(2, 0, 0), await WriteAsync(session, new Part(1, "a"), new Part(101, "a")));
        Assert.Equal(new(1, 1, 1), await WriteAsync(session, new Part(1, "a"), new Part(101, "b"), new Part(2, "c")));
    }

    [Fact]
    public async Task Identity_columns_take_the_records_value()
    {
        var session = await SessionAsync<Part>("create table part (id int primary key generated always as identity, v text)");
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Part(5, "a")));
        Assert.Equal(["5|a"], await RowsAsync("select * from part"));
    }
}
