using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Engine.Ground;

namespace Dataflux.IntegrationTests.MySql;

/// <summary>What becomes of rows in MySQL: no other row than the record's own is touched, and no value changes on its way.</summary>
public sealed class MySqlMergeTests(MariaDbFixture server)
{
    [Table("account")]
    private sealed record Account([property: Key] string Id, string Mail, int Visits = 0, string? Note = null, int Before = 0);

    private const string Accounts = """
        create table account (id varchar(40) primary key, mail varchar(80) not null unique, visits int not null, note text,
          `before` int not null) character set utf8mb4 collate utf8mb4_general_ci
        """;

    [Fact]
    public async Task A_second_unique_index_refuses_the_record_and_leaves_the_other_row_as_it_is()
    {
        await using var bench = await MySqlBench.CreateAsync(await server.CreateDatabaseAsync(), Accounts);
        var session = await bench.OpenAsync(typeof(Account));
        await MySqlBench.WriteAsync(session, new Account("a", "one@x"), new Account("b", "two@x"));

        var inserted = await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, new Account("c", "one@x", 7)));
        var updated = await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, new Account("b", "one@x", 7)));

        Assert.Equal((FailureKind.Row, FailureKind.Row), (inserted.Kind, updated.Kind));
        Assert.Equal(("1062", "mail"), (inserted.Code, inserted.Constraint));
        Assert.DoesNotContain("one@x", inserted.Message, StringComparison.Ordinal);
        Assert.Equal(["a|one@x|0", "b|two@x|0"], await bench.RowsAsync("select id, mail, visits from account order by id"));
    }

    [Fact]
    public async Task Keys_that_a_collation_takes_for_one_are_two_and_the_second_is_refused()
    {
        await using var bench = await MySqlBench.CreateAsync(await server.CreateDatabaseAsync(), Accounts);
        var session = await bench.OpenAsync(typeof(Account));
        await MySqlBench.WriteAsync(session, new Account("key", "one@x"));

        foreach (var other in new[] { "KEY", "key ", "k\u00e9y" })
        {
            var failure = await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, new Account(other, $"{other}@x", 9)));
            Assert.Equal((FailureKind.Row, "1062"), (failure.Kind, failure.Code));
        }

        Assert.Equal(["key|one@x|0"], await bench.RowsAsync("select id, mail, visits from account"));

        // A value that differs only in its case is a change.
        var counts = await MySqlBench.WriteAsync(session, new Account("key", "ONE@x"));
        Assert.Equal((0, 1, 0), (counts.Inserted, counts.Updated, counts.Unchanged));
        Assert.Equal(["ONE@x"], await bench.RowsAsync("select mail from account"));
    }

    [Fact]
    public async Task Rules_see_the_row_as_it_was_and_count_what_they_change()
    {
        await using var bench = await MySqlBench.CreateAsync(await server.CreateDatabaseAsync(), Accounts);
        var session = await bench.OpenAsync(typeof(Account));
        Task<Engine.Targets.WriteCounts> AddAsync(params Account[] accounts) => MySqlBench.WriteAsync(session, target => target.Upsert(
            accounts,
            on => on.Set("visits", "account.visits + excluded.visits").Set("before", "account.visits")
                .Combine("note", "concat(account.note, excluded.note)").Keep("mail")));

        await AddAsync(new Account("a", "one@x", 1, "x"));
        var first = await AddAsync(new Account("a", "no@x", 10, "y"), new Account("a", "no@x", 100, "xy"));
        var nothing = await AddAsync(new Account("b", "two@x", 0, "n"));
        var same = await MySqlBench.WriteAsync(session, target => target.Upsert(
            [new Account("a", "one@x", 5, "xy")], on => on.Touch("visits").Keep("before")));
        var left = await MySqlBench.WriteAsync(session, target => target.Upsert([new Account("a", "q@x", 5, "q")], on => on.DoNothing()));

        Assert.Equal((0, 2, 0), (first.Inserted, first.Updated, first.Unchanged));
        Assert.Equal((1, 0, 0), (nothing.Inserted, nothing.Updated, nothing.Unchanged));
        Assert.Equal((0, 0, 1), (same.Inserted, same.Updated, same.Unchanged));
        Assert.Equal((0, 0, 1), (left.Inserted, left.Updated, left.Unchanged));
        Assert.Equal(
            ["a|one@x|111|xy|11", "b|two@x|0|n|0"],
            await bench.RowsAsync("select id, mail, visits, note, `before` from account order by id"));
    }

    [Fact]
    public async Task A_failure_that_the_profile_catches_and_a_table_it_makes_too_late_end_the_transaction()
    {
        await using var bench = await MySqlBench.CreateAsync(await server.CreateDatabaseAsync(), Accounts);
        var session = await bench.OpenAsync(typeof(Account));
        await MySqlBench.WriteAsync(session, target => target.Execute("create table if not exists log (id int primary key)"));

        var swallowed = await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, async target =>
        {
            await target.Upsert([new Account("a", "one@x")]);
            await Record.ExceptionAsync(() => target.Execute("insert into log values (1), (1)"));
        }));
        var late = await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, async target =>
        {
            await target.Upsert([new Account("a", "one@x")]);
            await target.Execute("create index more on account (visits)");
        }));
        var commits = await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, target => target.Execute("commit")));

        Assert.Equal((FailureKind.Systemic, FailureKind.Systemic, FailureKind.Systemic), (swallowed.Kind, late.Kind, commits.Kind));
        Assert.Contains("What it caught", swallowed.Message, StringComparison.Ordinal);
        Assert.Empty(await bench.RowsAsync("select id from account"));
        var rows = await ReadAsync(session);
        Assert.Equal([("5", 2L)], rows);

        static async Task<List<(string, long)>> ReadAsync(Engine.Targets.ITargetSession session)
        {
            IReadOnlyList<(string, long)> found = [];
            await MySqlBench.WriteAsync(session, async target =>
            {
                await target.Execute("insert into log values ($1), ($2)", 5, 6);
                var named = await target.Query<Named>("select '$1' as text, max(id) as number from log where id < $1 -- $2", 100);
                found = [(named[0].Text == "$1" ? "5" : named[0].Text, named[0].Number - 4)];
            });
            return [.. found];
        }
    }

    private sealed record Named(string Text, int Number);

    [Fact]
    public async Task A_table_that_cannot_take_back_is_refused_by_its_name()
    {
        await using var bench = await MySqlBench.CreateAsync(
            await server.CreateDatabaseAsync(), Accounts + " engine = MyISAM");

        var thrown = await Assert.ThrowsAsync<TargetException>(() => bench.OpenAsync(typeof(Account)));

        Assert.Contains("MyISAM", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("engine = InnoDB", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fail_over_of_one_target_leaves_the_connections_of_another_as_they_are()
    {
        var database = await server.CreateDatabaseAsync();
        await using var ours = new MySqlDatabase(database);
        await using var others = new MySqlDatabase(database);
        var (our, other) = (await IdAsync(ours), await IdAsync(others));

        ours.ClearPool();

        Assert.NotEqual(our, await IdAsync(ours));
        Assert.Equal(other, await IdAsync(others));

        static async Task<long> IdAsync(MySqlDatabase source)
        {
            await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
            return connection.ServerThread;
        }
    }

    [Table("mixed")]
    private sealed record Mixed([property: Key] int Id, string Wide, string Narrow);

    [Fact]
    public async Task Texts_arrive_as_they_are_in_columns_of_every_character_set()
    {
        await using var bench = await MySqlBench.CreateAsync(
            await server.CreateDatabaseAsync(),
            "create table mixed (id int primary key, wide varchar(20), narrow varchar(20) character set latin1) character set utf8mb4");
        var session = await bench.OpenAsync(typeof(Mixed));

        await MySqlBench.WriteAsync(session, new Mixed(1, "\u00e9\U0001F600", "\u00e9t\u00e9"));
        await MySqlBench.WriteAsync(session, new Mixed(1, "\u00e8\U0001F600", "\u00e8t\u00e9"));
        var refused = await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, new Mixed(2, "x", "\U0001F600")));

        Assert.Equal(["\u00e8\U0001F600|\u00e8t\u00e9|E874E9"], await bench.RowsAsync("select wide, narrow, hex(narrow) from mixed"));
        Assert.Equal((FailureKind.Row, "narrow"), (refused.Kind, refused.Column));
    }
}
