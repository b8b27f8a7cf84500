using System.ComponentModel.DataAnnotations;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>A table that is changed while it is written: rows never arrive as something else, and no record is blamed for it.</summary>
public sealed class ShapeTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Notes = "create table note (id int primary key, small int not null, large bigint not null)";

    private sealed record Note([property: Key] int Id, int Small, long Large);

    private static readonly Note First = new(1, 12, 13L);
    private static readonly Note Second = new(2, 22, 23L);

    public static TheoryData<string, string> Changes => new()
    {
        { "alter table note alter small "
            + "type real", "column small: real (700) not null, without a default, which was integer (23) not null" },
        { "alter table note alter large type double "
            + "precision", "column large: double precision (701) not null, without a default, which was bigint" },
        { "alter table note alter small type bigint", "column small: bigint (20)" },
        { "alter table note alter small drop not null", "column small: integer (23), which was integer (23) not null" },
        { "alter table note drop column small", "column small: integer (23) not null, without a default is gone" },
        { "alter table note add more int not null default 0; alter table note alter more drop "
            + "default", "column more: integer (23) not null, without a default is new" },
        { "create trigger keep before insert on note for each row execute function "
            + "suppress_redundant_updates_trigger()", "trigger keep (O, 7, " },
        { "create rule swallow as on insert to note do instead nothing", "rule swallow (O) is new" },
        { "alter table note enable row level security", "row-level security is new" },
        { "alter table note drop constraint note_pkey", "unique index on columns 1 is gone" },
        { "truncate note", "was emptied (TRUNCATE)" },
        { "drop table note; create table note (id int primary key, small int not null, large bigint not null)", "is another one now" },
        { "create table next (like note including all); alter table note rename to old; alter table next rename "
            + "to note", "is another one now" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_in_mid_run_stops_it_and_says_what_was_changed(string change, string said)
    {
        foreach (var before in new[] { "", "insert into note values (0, 2, 3)" })
        {
            await SqlAsync("drop table if exists note, old");
            var session = await SessionAsync<Note>($"{Notes}; {before}");
            await WriteAsync(session, First);
            await SqlAsync(change);
            var rows = await RowsAsync("select * from note order by id");

            var stopped = await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(session, Second));
            if (Target.Classify(stopped).Kind == FailureKind.Transient) // bytes that were too few for the new type cost the connection
                stopped = await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(session, Second));

            Assert.IsType<TargetException>(stopped);
            Assert.StartsWith("While the run wrote it, table \"public\".\"note\" ", stopped.Message, StringComparison.Ordinal);
            Assert.Contains(said, stopped.Message, StringComparison.Ordinal);
            Assert.Equal(rows, await RowsAsync("select * from note order by id"));
        }
    }

    [Fact]
    public async Task A_record_is_not_blamed_for_a_column_that_was_added()
    {
        var session = await SessionAsync<Note>(Notes);
        await WriteAsync(session, First);
        await SqlAsync("alter table note add more int not null default 0; alter table note alter more drop default");

        var stopped = await Assert.ThrowsAsync<TargetException>(() => WriteAsync(session, Second));

        Assert.Contains("column more: integer (23) not null, without a default is new", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_table_of_the_run_that_was_emptied_stops_it_too()
    {
        await SqlAsync($"{Notes}; create table other (id int primary key)");
        await Target.PrepareAsync([typeof(Note), typeof(Other)], Stop);
        var session = await SessionAsync();
        await WriteAsync(session, new Other(1));
        await SqlAsync("truncate other");

        var stopped = await Assert.ThrowsAsync<TargetException>(() => WriteAsync(session, First));

        Assert.Contains("\"other\" was emptied", stopped.Message, StringComparison.Ordinal);
        Assert.Empty(await RowsAsync("select * from note"));
    }

    private sealed record Other([property: Key] int Id);

    [Fact]
    public async Task A_partition_that_was_emptied_stops_the_run_and_one_more_does_not()
    {
        var session = await SessionAsync<Note>("""
            create table note (id int primary key, small int not null, large bigint not null) partition by range (id);
            create table note_1 partition of note for values from (0) to (10)
            """);
        await WriteAsync(session, First);
        await SqlAsync("create table note_2 partition of note for values from (10) to (20)");
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Note(11, 1, 1)));
        await SqlAsync("truncate note_1");

        await Assert.ThrowsAsync<TargetException>(() => WriteAsync(session, Second));

        Assert.Equal(["11"], await RowsAsync("select id from note"));
    }

    [Theory]
    [InlineData("alter table note add more int")]
    [InlineData("alter table note add more int not null default 7")]
    [InlineData("create index on note (small)")]
    [InlineData("create unique index on note (large)")]
    [InlineData("alter table note add check (small > 0)")]
    [InlineData("alter table note add foreign key (small) references note deferrable initially deferred not valid")]
    [InlineData("vacuum analyze note")]
    [InlineData("comment on table note is 'x'")]
    [InlineData("reindex table note")]
    public async Task A_change_that_makes_no_difference_stops_nothing(string change)
    {
        var session = await SessionAsync<Note>(Notes);
        await WriteAsync(session, First);
        await SqlAsync(change);
        var self = Second with { Small = Second.Id };

        Assert.Equal(new(1, 0, 0), await WriteAsync(session, self));
        Assert.Equal(new(0, 0, 1), await WriteAsync(session, self));
        Assert.Equal(["1|12|13", "2|2|23"], await RowsAsync("select id, small, large from note order by id"));
    }

    [Fact]
    public async Task A_profile_may_change_tables_by_its_own_SQL()
    {
        var session = await SessionAsync<Note>(Notes);
        await WriteAsync(session, First);

        await session.WriteAsync(target => ((ISqlTarget)target).Execute("alter table note rename to done; truncate done"), Stop);

        Assert.Empty(await RowsAsync("select * from done"));
    }
}
