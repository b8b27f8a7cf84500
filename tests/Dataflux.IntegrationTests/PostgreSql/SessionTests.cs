using System.ComponentModel.DataAnnotations;
using Dataflux.Dialects.Sql;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>Transactions, failures, and what a profile's own SQL may do.</summary>
public sealed class SessionTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Notes = "create table note (id int primary key, text text not null)";

    private sealed record Note([property: Key] int Id, string? Text);

    [Fact]
    public async Task An_exception_rolls_everything_back_and_the_session_goes_on()
    {
        var session = await SessionAsync<Note>(Notes);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => session.WriteAsync(
            async target =>
            {
                await target.Upsert([new Note(1, "a")]);
                throw new InvalidTimeZoneException();
            },
            Stop));
        Assert.Empty(await RowsAsync("select * from note"));
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(1, "a")));
    }

    [Fact]
    public async Task A_row_error_leaves_the_session_usable()
    {
        var session = await SessionAsync<Note>(Notes);
        Assert.Equal("23502", (await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(session, new Note(1, null)))).SqlState);
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(2, "b")));
        Assert.Equal("23502", (await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(session, new Note(1, null)))).SqlState);
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(3, "c")));
    }

    [Fact]
    public async Task A_value_refused_after_half_a_copy_was_sent_leaves_nothing()
    {
        var session = await SessionAsync<Note>(Notes);
        var notes = Enumerable.Range(1, 50).Select(i => new Note(i, new string('x', 20_000))).Append(new Note(51, "\0")).ToArray();
        await Assert.ThrowsAsync<RowValueException>(() => WriteAsync(session, notes));
        Assert.Equal(new(50, 0, 0), await WriteAsync(session, notes[..50]));
        Assert.Equal(["50|1000000"], await RowsAsync("select count(*), sum(length(text)) from note"));
    }

    private sealed record Computed([property: Key] int Id, int Limit)
    {
        public string Text => Id <= Limit ? new string('x', 20_000) : throw new InvalidTimeZoneException();
    }

    [Fact]
    public async Task A_property_that_throws_after_half_a_copy_was_sent_is_what_the_caller_sees()
    {
        await SqlAsync("create table computed (id int primary key, \"limit\" int, text text)");
        var session = await SessionAsync();
        var records = Enumerable.Range(1, 50).Select(i => new Computed(i, 49)).ToArray();
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => WriteAsync(session, records));
        Assert.Equal(new(49, 0, 0), await WriteAsync(session, records[..49]));
    }

    [Fact]
    public async Task Cancelling_a_write_rolls_back_and_leaves_the_session_usable()
    {
        var session = await SessionAsync<Note>(Notes);
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.WriteAsync(
            async target =>
            {
                await target.Upsert([new Note(1, "a")]);
                var sleeping = ((ISqlTarget)target).Execute("select pg_sleep(600)");

                // A cancel that reaches the server before the statement ends nothing.
                await SqlAsync("""
                    do $$ begin
                      while not exists (select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep' and pid <> pg_backend_pid()) loop
                        perform pg_sleep(0.005);
                        perform pg_stat_clear_snapshot();
                      end loop;
                    end $$
                    """);
                await cancel.CancelAsync();
                await sleeping;
            },
            cancel.Token));
        Assert.Empty(await RowsAsync("select * from note"));
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(1, "a")));
    }

    [Fact]
    public async Task A_terminated_connection_is_replaced()
    {
        var session = await SessionAsync<Note>(Notes);
        await WriteAsync(session, new Note(1, "a"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => session.WriteAsync(
            async target =>
            {
                await target.Upsert([new Note(2, "b")]);
                var pid = (await ((ISqlTarget)target).Query<int>("select pg_backend_pid()"))[0];
                await SqlAsync($"select pg_terminate_backend({pid}, 5000)");
                await target.Upsert([new Note(3, "c")]);
            },
            Stop));
        Assert.Equal(["1"], await RowsAsync("select id from note"));
        Assert.Equal(new(1, 0, 1), await WriteAsync(session, new Note(1, "a"), new Note(2, "b")));
    }

    [Fact]
    public async Task A_target_kept_beyond_its_transaction_refuses_to_work()
    {
        var session = await SessionAsync<Note>(Notes);
        ITarget? kept = null;
        await session.WriteAsync(
            target =>
            {
                kept = target;
                return Task.CompletedTask;
            },
            Stop);
        await Assert.ThrowsAsync<InvalidOperationException>(() => kept!.Upsert([new Note(1, "a")]));
    }

    private sealed record Row(int Id, string? LongName, Guid? Key = null)
    {
        public DateTimeOffset? At { get; set; }
    }

    [Fact]
    public async Task A_profiles_own_sql_takes_parameters_and_returns_records()
    {
        var session = await SessionAsync();
        await session.WriteAsync(
            async t =>
            {
                var target = (ISqlTarget)t;
                await target.Execute(
                    "create table r (id int, long_name text, key uuid, at timestamptz, n numeric, j jsonb, b bytea, a text[])");
                var key = Guid.NewGuid();
                var at = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);
                Assert.Equal(1, await target.Execute(
                    "insert into r values ($1, $2, $3, $4, $5, $6, $7, $8)",
                    1L, "x", key, at, Number.Parse("1.5"), new Json("""{"a":1}"""u8.ToArray()), new byte[] { 1 }, new[] { "p", "q" }));
                Assert.Equal(1, await target.Execute("insert into r (id, n) values ($1, $2)", 2, Number.Parse(new string('9', 37) + ".5")));
                Assert.Equal(
                    [new Row(1, "x", key) { At = at }, new Row(2, null)],
                    await target.Query<Row>("select id, long_name, key, at from r order by id"));
                Assert.Equal([2L], await target.Query<long>("select count(*) from r"));
                Assert.Equal(["x", null], await target.Query<string?>("select long_name from r order by id"));
                Assert.Equal(
                    [new string('9', 37) + ".5"],
                    await target.Query<string>("select n::text from r where id = $1 and long_name is not distinct from $2", 2, null));
                Assert.Equal("""{"a": 1}""", (await target.Query<Json>("select j from r where id = 1"))[0].ToString());
                Assert.Equal([["p", "q"]], await target.Query<string[]>("select a from r where id = 1"));
            },
            Stop);
        Assert.Equal(["2"], await RowsAsync("select count(*) from r"));
    }

    [Fact]
    public async Task A_query_that_does_not_fit_its_record_says_so()
    {
        var session = await SessionAsync();
        async Task<string> MessageAsync<T>(string sql) => (await Assert.ThrowsAsync<InvalidOperationException>(
            () => session.WriteAsync(t => ((ISqlTarget)t).Query<T>(sql), Stop))).Message;

        Assert.Equal(
            "the query's columns (id, name) do not fit Row, which takes (Id, LongName, Key, At); name the columns alike, for example "
            + "with \"as\"",
            await MessageAsync<Row>("select 1 as id, 'x' as name"));
        Assert.Equal(
            "column \"n\" of the query is null, but Int32 cannot be; ask for Int32?", await MessageAsync<int>("select null::int as n"));
        Assert.Contains("gives 2 columns", await MessageAsync<int>("select 1, 2"));
    }
}
