using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>Rows that the database leaves out without an error are refused by name, and never called unchanged.</summary>
public sealed class SwallowedRowTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Plain = "create table entry (key int primary key, text text);";

    [Table("entry")]
    private sealed record Entry([property: Key] int Key, string Text);

    [Table("entry")]
    private sealed record Seen([property: Key] int Key, string Text, [property: Column("seen")] int At);

    private static string Trigger(string when, string body) => $"""
        create function act() returns trigger language plpgsql as $$ begin {body} end $$;
        create trigger act {when} on entry for each row execute function act();
        """;

    /// <summary>The keys that a call names as refused; the transaction is rolled back.</summary>
    private static async Task<string> RefusedAsync(Func<Task> write)
    {
        var refused = await Assert.ThrowsAsync<RefusedRecordsException>(write);
        return string.Join(' ', refused.Records.Cast<Entry>().Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("before insert", "if new.key % 3 = 0 then return null; end if; return new;")]
    [InlineData("after insert", "delete from entry where key = new.key and key % 3 = 0; return new;")]
    public async Task New_rows_that_a_trigger_leaves_out_are_named(string when, string body)
    {
        var session = await SessionAsync<Entry>(Plain + Trigger(when, body));
        Entry[] batch = [.. Enumerable.Range(1, 10).Select(key => new Entry(key, "a"))];

        Assert.Equal("3 6 9", await RefusedAsync(() => WriteAsync(session, batch)));
        Assert.Equal(["0"], await RowsAsync("select count(*) from entry"));

        Assert.Equal(new(7, 0, 0), await WriteAsync(session, [.. batch.Where(entry => entry.Key % 3 != 0)]));
        Assert.Equal(["7"], await RowsAsync("select count(*) from entry"));
    }

    [Fact]
    public async Task Changes_that_a_trigger_leaves_out_are_named_and_rows_that_are_the_same_are_not()
    {
        var session = await SessionAsync<Entry>(
            Plain + "insert into entry values (1, 'a'), (2, 'a'), (3, 'a');"
            + Trigger("before update", "if new.key = 2 then return null; end if; return new;"));

        Assert.Equal("2", await RefusedAsync(() => WriteAsync(session, new Entry(1, "b"), new(2, "b"), new(3, "a"))));
        Assert.Equal(new(0, 1, 2), await WriteAsync(session, new Entry(1, "b"), new(2, "a"), new(3, "a")));
        Assert.Equal(["1|b", "2|a", "3|a"], await RowsAsync("select * from entry order by key"));
    }

    [Fact]
    public async Task A_trigger_that_changes_values_keeps_its_rows_every_time()
    {
        var session = await SessionAsync<Entry>(Plain + Trigger("before insert or update", "new.text := upper(new.text); return new;"));

        Assert.Equal(new(2, 0, 0), await WriteAsync(session, new Entry(1, "a"), new(2, "b")));
        Assert.Equal(new(0, 0, 2), await WriteAsync(session, new Entry(1, "a"), new(2, "B")));
        Assert.Equal(new(0, 1, 1), await WriteAsync(session, new Entry(1, "c"), new(2, "b")));
        Assert.Equal(["1|C", "2|B"], await RowsAsync("select * from entry order by key"));
    }

    [Fact]
    public async Task A_row_that_a_trigger_makes_the_one_that_is_there_is_left_as_it_was()
    {
        var session = await SessionAsync<Seen>(
            "create table entry (key int primary key, text text, seen int);"
            + Trigger("before insert or update", "new.text := upper(new.text); return new;"));
        Task<WriteCounts> WriteSeenAsync(Seen entry) => WriteAsync(session, on => on.Touch("seen"), entry);

        Assert.Equal(new(1, 0, 0), await WriteSeenAsync(new(1, "a", 1)));
        Assert.Equal(new(0, 0, 1), await WriteSeenAsync(new(1, "a", 2)));
        Assert.Equal(["1|A|1"], await RowsAsync("select * from entry"));
        Assert.Equal(new(0, 1, 0), await WriteSeenAsync(new(1, "b", 3)));
        Assert.Equal(["1|B|3"], await RowsAsync("select * from entry"));
    }

    [Fact]
    public async Task Of_a_key_that_occurs_twice_only_the_record_that_was_left_out_is_named()
    {
        var session = await SessionAsync<Entry>(
            Plain + Trigger("before insert or update", "if new.text = 'no' then return null; end if; return new;"));
        Entry[] batch = [new(1, "a"), new(1, "no"), new(2, "no"), new(2, "b")];

        var refused = await Assert.ThrowsAsync<RefusedRecordsException>(() => WriteAsync(session, batch));

        Assert.Equal([batch[1], batch[2]], refused.Records);
    }

    [Fact]
    public async Task A_trigger_of_a_partition_is_seen_too()
    {
        var session = await SessionAsync<Entry>(
            """
            create table entry (key int primary key, text text) partition by range (key);
            create table low partition of entry for values from (0) to (10);
            create table high partition of entry for values from (10) to (100);
            create function act() returns trigger language plpgsql as $$ begin return null; end $$;
            create trigger act before insert on high for each row execute function act();
            """);

        Assert.Equal("11 12", await RefusedAsync(() => WriteAsync(session, new Entry(1, "a"), new(11, "a"), new(12, "a"))));
    }

    [Fact]
    public async Task Rows_that_a_trigger_puts_into_a_child_are_named_and_not_doubled()
    {
        var session = await SessionAsync<Entry>(
            Plain + "create table child () inherits (entry);"
            + Trigger("before insert", "if new.key > 10 then insert into child values (new.*); return null; end if; return new;"));

        Assert.Equal("11", await RefusedAsync(() => WriteAsync(session, new Entry(1, "a"), new(11, "a"))));
        Assert.Equal(["0"], await RowsAsync("select count(*) from entry"));
    }

    [Fact]
    public async Task A_row_of_a_child_is_not_taken_for_the_tables_own()
    {
        var session = await SessionAsync<Entry>(Plain + "create table child () inherits (entry); insert into child values (1, 'a');");

        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Entry(1, "a")));
        Assert.Equal(new(0, 0, 1), await WriteAsync(session, new Entry(1, "a")));
        Assert.Equal(["1|a"], await RowsAsync("select * from only entry"));
        Assert.Equal(["1|a"], await RowsAsync("select * from child"));
        Assert.Equal(new(0, 0, 0, 1), await session.WriteAsync(target => target.Delete<Entry>([new(1, "")]), Stop));
        Assert.Equal(["0"], await RowsAsync("select count(*) from only entry"));
        Assert.Equal(["1|a"], await RowsAsync("select * from child"));
    }

    [Fact]
    public async Task Rows_that_a_trigger_keeps_from_going_are_named()
    {
        var session = await SessionAsync<Entry>(
            Plain + "insert into entry values (1, 'a'), (2, 'a');"
            + Trigger("before delete", "if old.key = 2 then return null; end if; return old;"));

        Assert.Equal(
            "2", await RefusedAsync(() => session.WriteAsync(target => target.Delete<Entry>([new(1, ""), new(2, ""), new(3, "")]), Stop)));
        Assert.Equal(["2"], await RowsAsync("select count(*) from entry"));
        Assert.Equal(new(0, 0, 1, 1), await session.WriteAsync(target => target.Delete<Entry>([new(1, ""), new(3, "")]), Stop));
    }

    [Theory]
    [InlineData("for delete using (key <> 2)")]
    [InlineData("for update using (key <> 2)")]
    public async Task Rows_that_a_policy_keeps_from_going_are_named(string policy)
    {
        var session = await SessionAsync<Entry>(
            Plain + $"""
            insert into entry values (1, 'a'), (2, 'a');
            alter table entry enable row level security;
            create policy all_of_them on entry using (true);
            create policy own on entry as restrictive {policy};
            do $$ begin
              if not exists (select from pg_roles where rolname = 'restricted') then create role restricted; end if;
            exception when duplicate_object or unique_violation then null; end $$;
            grant all on entry to restricted;
            """);

        Task<WriteCounts> DeleteAsync(params int[] keys) => session.WriteAsync(
            async target =>
            {
                await ((ISqlTarget)target).Execute("set local role restricted");
                await target.Delete<Entry>([.. keys.Select(key => new Entry(key, ""))]);
            },
            Stop);

        Assert.Equal("2", await RefusedAsync(() => DeleteAsync(1, 2)));
        Assert.Equal(new(0, 0, 0, 1), await DeleteAsync(1));
        Assert.Equal(["2"], await RowsAsync("select key from entry"));
    }

    [Fact]
    public async Task A_trigger_that_keeps_all_rows_is_no_reason_to_refuse_any()
    {
        var session = await SessionAsync<Entry>(Plain + Trigger("after insert or update or delete", "return null;"));

        Assert.Equal(new(2, 1, 0), await WriteAsync(session, new Entry(1, "a"), new(2, "a"), new(1, "b")));
        Assert.Equal(new(0, 0, 2), await WriteAsync(session, new Entry(1, "b"), new(2, "a")));
    }
}
