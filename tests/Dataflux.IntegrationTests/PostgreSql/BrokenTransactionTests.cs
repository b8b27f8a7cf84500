using System.ComponentModel.DataAnnotations;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>
/// A transaction that the profile's own code broke, ended or left in order: only what the server committed counts as written.
/// </summary>
public sealed class BrokenTransactionTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Notes = "create table note (id int primary key, text text not null)";

    private sealed record Note([property: Key] int Id, string? Text);

    [Theory]
    [InlineData("select 1/0")]
    [InlineData("insert into note values (1, 'twice')")]
    [InlineData("select * from missing")]
    public async Task A_failure_that_the_profile_swallowed_is_an_error_and_never_a_success(string statement)
    {
        var session = await SessionAsync<Note>(Notes);

        var failure = await Assert.ThrowsAsync<TargetException>(() => session.WriteAsync(
            async target =>
            {
                await target.Upsert([new Note(1, "a")]);
                await SwallowAsync(() => ((ISqlTarget)target).Execute(statement));
            },
            Stop));

        Assert.Contains("let the exception pass", failure.Message, StringComparison.Ordinal);
        Assert.Contains(PostgreSqlFailures.Classify(failure.InnerException!).Message, failure.Message, StringComparison.Ordinal);
        Assert.Empty(await RowsAsync("select * from note"));
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(1, "a")));
    }

    [Fact]
    public async Task The_failure_is_named_when_later_statements_fail_for_it_too()
    {
        var session = await SessionAsync<Note>(Notes);

        var failure = await Assert.ThrowsAsync<TargetException>(() => session.WriteAsync(
            async target =>
            {
                await SwallowAsync(() => ((ISqlTarget)target).Query<int>("select 1/0"));
                await target.Upsert([new Note(1, "a")]);
            },
            Stop));

        Assert.Contains("22012", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_is_not_kept_with_a_transaction_that_the_profile_broke()
    {
        var session = await SessionAsync<Note>(Notes);

        var failure = await Assert.ThrowsAsync<TargetException>(() => session.WriteAsync(
            target => SwallowAsync(() => ((ISqlTarget)target).Execute("select 1/0")),
            (documents, _) => documents.DeleteAsync("m"),
            Stop));

        Assert.Contains("22012", failure.Message, StringComparison.Ordinal);
        Assert.Equal([""], await RowsAsync("select to_regclass('dataflux.state')"));
    }

    [Fact]
    public async Task A_swallowed_failure_that_will_pass_is_waited_out_like_any_other()
    {
        var session = await SessionAsync<Note>(Notes);

        var failure = await Assert.ThrowsAsync<PostgresException>(() => session.WriteAsync(
            async target =>
            {
                await target.Upsert([new Note(1, "a")]);
                await SwallowAsync(() => ((ISqlTarget)target).Execute("do $$ begin raise deadlock_detected; end $$"));
            },
            Stop));

        Assert.Equal(FailureKind.Transient, Target.Classify(failure).Kind);
    }

    [Fact]
    public async Task A_batch_that_was_only_thought_new_is_merged_even_if_the_profile_swallowed_that()
    {
        var session = await SessionAsync<Note>(Notes);
        await SqlAsync("insert into note values (1, 'old')");

        var counts = await session.WriteAsync(target => SwallowAsync(() => target.Upsert([new Note(1, "new"), new Note(2, "b")])), Stop);

        Assert.Equal(new(1, 1, 0), counts);
        Assert.Equal(["1|new", "2|b"], await RowsAsync("select * from note order by id"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\0")]
    public async Task Records_that_could_not_be_sent_do_not_count_as_written_because_the_profile_swallowed_that(string? text)
    {
        var session = await SessionAsync<Note>(Notes);

        var failure = await Assert.ThrowsAsync<TargetException>(() => session.WriteAsync(
            target => SwallowAsync(() => target.Upsert([new Note(1, "a"), new Note(2, text)])), Stop));

        Assert.Contains("let the exception pass", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await RowsAsync("select * from note"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\0")]
    public async Task Savepoints_of_the_profiles_own_go_on_working(string? text)
    {
        var session = await SessionAsync<Note>(Notes);

        await session.WriteAsync(
            async target =>
            {
                var sql = (ISqlTarget)target;
                await target.Upsert([new Note(1, "a")]);
                await sql.Execute("savepoint risky");
                await SwallowAsync(() => sql.Execute("select 1/0"));
                await sql.Execute("rollback to savepoint risky");
                await SwallowAsync(() => target.Upsert([new Note(2, text)]));
                await sql.Execute("rollback to risky");
                await target.Upsert([new Note(3, "c")]);
            },
            Stop);

        Assert.Equal(["1|a", "3|c"], await RowsAsync("select * from note order by id"));
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("commit and chain")]
    [InlineData("rollback")]
    [InlineData("rollback and chain")]
    [InlineData("begin")]
    [InlineData("commit; begin")]
    [InlineData("select 1; end; start transaction")]
    public async Task Statements_that_begin_or_end_a_transaction_are_one_clear_error(string statement)
    {
        foreach (var swallow in new[] { false, true })
        {
            await SqlAsync("drop table if exists note");
            var session = await SessionAsync<Note>(Notes);

            var failure = await Assert.ThrowsAsync<TargetException>(() => session.WriteAsync(
                async target =>
                {
                    await target.Upsert([new Note(1, "a")]);
                    var control = () => ((ISqlTarget)target).Execute(statement);
                    await (swallow ? SwallowAsync(control) : control());
                    await target.Upsert([new Note(2, "b")]);
                },
                Stop));

            Assert.StartsWith("the profile's own SQL begins or ends a transaction", failure.Message, StringComparison.Ordinal);
            Assert.Empty(await RowsAsync("select * from note"));
        }
    }

    // As a script does that means well.
    private static async Task SwallowAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is NpgsqlException or TargetException or RowValueException)
        {
            // On purpose.
        }
    }
}
