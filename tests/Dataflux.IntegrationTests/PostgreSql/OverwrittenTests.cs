using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>Records that overwrite another one of the same run are told apart from updates of rows that were there before.</summary>
public sealed class OverwrittenTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Things = "create table thing (id int primary key, name text)";

    [Table("thing")]
    private sealed record Thing([property: Key] int Id, string Name);

    [Fact]
    public async Task A_record_of_a_later_batch_overwrites_one_of_the_run_where_the_table_was_empty()
    {
        var session = await SessionAsync<Thing>(Things);

        Assert.Equal(new(2, 0, 0), await UpsertAsync(session, new(1, "a"), new(2, "b")));
        Assert.Equal(new(1, 1, 1) { Overwritten = 1 }, await UpsertAsync(session, new(1, "A"), new(2, "b"), new(3, "c")));
        Assert.Equal(["1|A", "2|b", "3|c"], await RowsAsync("select * from thing order by id"));
    }

    [Fact]
    public async Task Records_that_meet_in_one_batch_overwrite_each_other_whatever_the_table_held()
    {
        await SqlAsync(Things);
        await SqlAsync("insert into thing values (1, 'old'), (2, 'old')");
        await Target.PrepareAsync([typeof(Thing)], Stop);
        var session = await SessionAsync();

        Assert.Equal(
            new(1, 4, 0) { Overwritten = 2 }, await UpsertAsync(session, new(1, "a"), new(1, "b"), new(2, "c"), new(3, "d"), new(3, "e")));
        Assert.Equal(["1|b", "2|c", "3|e"], await RowsAsync("select * from thing order by id"));
    }

    [Fact]
    public async Task Updates_of_rows_that_were_there_before_the_run_overwrite_none_of_it()
    {
        await SqlAsync(Things);
        await SqlAsync("insert into thing values (1, 'old'), (2, 'old')");
        await Target.PrepareAsync([typeof(Thing)], Stop);
        var session = await SessionAsync();

        Assert.Equal(new(0, 2, 0), await UpsertAsync(session, new(1, "new"), new(2, "new")));
    }

    [Fact]
    public async Task Records_that_a_rule_combines_overwrite_nothing()
    {
        var session = await SessionAsync<Thing>(Things);
        static void Combine(Upsert on) => on.Combine("name", "thing.name || excluded.name");
        Thing[] batch = [new(1, "a"), new(1, "b")];

        var counts = await session.WriteAsync(target => ((ISqlTarget)target).Upsert(batch, Combine), Stop);

        Assert.Equal(new(1, 1, 0), counts);
        Assert.Equal(["1|ab"], await RowsAsync("select * from thing"));
    }

    [Fact]
    public async Task Keys_that_only_the_server_calls_equal_are_seen_to_meet()
    {
        var session = await SessionAsync<Mail>(
            "create extension if not exists citext; create table mail (address citext primary key, name text)");

        Mail[] batch = [new("Ann@example.org", "Ann"), new("ann@example.org", "ann"), new("bob@example.org", "Bob")];
        var counts = await session.WriteAsync(target => target.Upsert(batch), Stop);

        Assert.Equal(new(2, 1, 0) { Overwritten = 1 }, counts);
    }

    [Table("mail")]
    private sealed record Mail([property: Key] string Address, string Name);

    private static Task<WriteCounts> UpsertAsync(ITargetSession session, params Thing[] batch) =>
        session.WriteAsync(target => target.Upsert(batch), Stop);
}
