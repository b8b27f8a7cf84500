using System.ComponentModel.DataAnnotations;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>A process whose lock was lost, and that does not know it: it never writes after another one has.</summary>
public sealed class FenceTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Migration = "notes";
    private const string Notes = "create table note (id int primary key, text text not null)";
    private const string EndLock = "select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and granted and mode "
        + "= 'ExclusiveLock' and database = (select oid from pg_database where datname = current_database())";

    private sealed record Note([property: Key] int Id, string Text);

    [Fact]
    public async Task A_transaction_under_way_when_another_process_took_over_is_rolled_back_and_the_process_never_writes_again()
    {
        await Target.ClaimAsync(Migration, Stop);
        var session = await SessionAsync<Note>(Notes);
        await using var other = OtherTarget();

        var stopped = await Assert.ThrowsAsync<TargetException>(() => session.WriteAsync(
            async target =>
            {
                await target.Upsert([new Note(1, "old")]);
                await SqlAsync(EndLock);
                await other.ClaimAsync(Migration, Stop);
            },
            Stop));

        Assert.StartsWith("Another process wrote 'notes' into this database meanwhile", stopped.Message, StringComparison.Ordinal);
        await using (var others = await other.OpenSessionAsync(Stop))
            await WriteAsync(others, new Note(2, "new"));
        await other.DisposeAsync();
        Assert.Same(stopped, await Assert.ThrowsAsync<TargetException>(() => WriteAsync(session, new Note(2, "old"))));
        Assert.Equal(["2|new"], await RowsAsync("select * from note"));
    }

    [Fact]
    public async Task A_process_that_was_away_while_another_one_began_and_ended_writes_nothing()
    {
        await Target.ClaimAsync(Migration, Stop);
        var session = await SessionAsync<Note>(Notes);
        await WriteAsync(session, new Note(1, "old"));
        await SqlAsync(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await using (var other = OtherTarget())
        {
            await other.ClaimAsync(Migration, Stop);
            await using var others = await other.OpenSessionAsync(Stop);
            await other.PrepareAsync([typeof(Note)], Stop);
            await WriteAsync(others, new Note(1, "new"));
        }

        TargetException? stopped = null;
        while (stopped is null)
        {
            try
            {
                await WriteAsync(session, new Note(1, "old"));
                Assert.Fail("It wrote");
            }
            catch (TargetException e)
            {
                stopped = e;
            }
            catch (NpgsqlException e) when (Target.Classify(e).Kind == FailureKind.Transient)
            {
                // Its connections are gone, as it learns one by one.
            }
        }

        Assert.StartsWith("Another process wrote 'notes'", stopped.Message, StringComparison.Ordinal);
        Assert.Equal(["1|new"], await RowsAsync("select * from note"));
    }

    [Fact]
    public async Task Who_takes_over_waits_for_a_commit_that_was_let_through()
    {
        await Target.ClaimAsync(Migration, Stop);
        var session = await SessionAsync<Note>($$"""
            {{Notes}};
            create function wait() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(4711); return null; end $$;
            create constraint trigger wait after insert on note deferrable initially deferred for each row execute function wait();
            """);
        await using var gate = await Source.OpenConnectionAsync(Stop);
        await ExecuteAsync(gate, "select pg_advisory_lock(4711)");
        var writing = WriteAsync(session, new Note(1, "old"));
        await WaitForAsync("select exists (select from pg_locks where locktype = 'advisory' and not granted)");
        await SqlAsync(EndLock.Replace("granted and", "granted and objid <> 4711 and", StringComparison.Ordinal));
        await using var other = OtherTarget();
        var taking = other.ClaimAsync(Migration, Stop);

        await WaitForAsync(
            "select exists (select from pg_stat_activity where datname = current_database() and query like '%dataflux.writer%' and "
            + "wait_event_type = 'Lock')");
        Assert.False(taking.IsCompleted);
        await ExecuteAsync(gate, "select pg_advisory_unlock(4711)");

        Assert.Equal(new(1, 0, 0), await writing);
        await taking;
        await Assert.ThrowsAsync<TargetException>(() => WriteAsync(session, new Note(2, "old")));
    }

    [Fact]
    public async Task A_lock_that_was_lost_and_that_nobody_else_had_is_taken_again()
    {
        await Target.ClaimAsync(Migration, Stop);
        var session = await SessionAsync<Note>(Notes);
        await WriteAsync(session, new Note(1, "a"));
        await SqlAsync(EndLock);

        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(2, "b")));
        await Target.ClaimAsync(Migration, Stop);
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(3, "c")));
        Assert.Equal(["notes|1"], await RowsAsync("select migration, epoch from dataflux.writer"));
    }

    [Fact]
    public async Task A_target_that_has_lost_who_may_write_takes_nothing()
    {
        await Target.ClaimAsync(Migration, Stop);
        var session = await SessionAsync<Note>(Notes);
        await WriteAsync(session, new Note(1, "here"));
        await SqlAsync("delete from dataflux.writer");

        await Assert.ThrowsAsync<TargetException>(() => WriteAsync(session, new Note(2, "lost")));

        Assert.Equal(["1|here"], await RowsAsync("select * from note"));
    }

    [Fact]
    public async Task Other_migrations_and_rehearsals_raise_nothing()
    {
        await Target.ClaimAsync(Migration, Stop);
        var session = await SessionAsync<Note>(Notes);
        await using var other = OtherTarget();
        await other.ClaimAsync("others", Stop);
        await using (var rehearsal = await other.RehearseAsync(Stop))
            await rehearsal.StepAsync(target => ((ISqlTarget)target).Execute("insert into note values (7, 'x')"), Stop);

        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(1, "a")));
        Assert.Equal(["notes|1", "others|1"], await RowsAsync("select migration, epoch from dataflux.writer order by 1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_user_who_may_not_make_the_table_is_told_so_and_a_lost_lock_ends_the_run(bool hasSchema)
    {
        var user = $"u{Guid.NewGuid():N}";
        await SqlAsync($"{Notes}; create role {user} login; grant all on note to {user}");
        if (hasSchema)
            await SqlAsync($"create schema dataflux authorization {user}");
        await using var target = OtherTarget(user);
        await target.ClaimAsync(Migration, Stop);
        await target.PrepareAsync([typeof(Note)], Stop);
        await using var session = await target.OpenSessionAsync(Stop);

        Assert.Equal(hasSchema, target.ClaimCaution is null);
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(1, "a")));
        var writing = session.WriteAsync(
            async writer =>
            {
                await writer.Upsert([new Note(2, "b")]);
                await SqlAsync(EndLock);
            },
            Stop);

        if (hasSchema)
        {
            Assert.Equal(new(1, 0, 0), await writing);
            return;
        }

        Assert.Contains("create schema dataflux authorization", target.ClaimCaution, StringComparison.Ordinal);
        Assert.StartsWith(
            "The connection that holds the lock of 'notes' was lost",
            (await Assert.ThrowsAsync<TargetException>(() => writing)).Message,
            StringComparison.Ordinal);
        await Assert.ThrowsAsync<TargetException>(() => WriteAsync(session, new Note(2, "b")));
        Assert.Equal(["1|a"], await RowsAsync("select * from note"));
    }

    private async Task WaitForAsync(string condition)
    {
        while (await RowsAsync(condition) is not ["t"])
            await Task.Yield();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
