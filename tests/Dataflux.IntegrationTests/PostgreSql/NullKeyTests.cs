using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>
/// Keys with a null: found before the first row where the index takes nulls as different, written once where it takes them as equal.
/// </summary>
public sealed class NullKeyTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Different = "create table entry (tenant text, email text, n int, unique (tenant, email))";
    private const string Equal = "create table entry (tenant text, email text, n int, unique nulls not distinct (tenant, email))";

    [Table("entry")]
    private sealed record Entry([property: Key] string? Tenant, [property: Key] string Email, int N);

    [Table("entry")]
    private sealed record Filled([property: Key] string Tenant, [property: Key] string Email, int N);

    [Table("entry")]
    private sealed record Loose(string? Tenant, string Email, int N);

    private Task<string[]> EntriesAsync() => RowsAsync("select coalesce(tenant, '-'), email, n from entry order by 1, 2, 3");

    [Fact]
    public async Task A_key_that_can_be_null_is_found_before_the_first_row()
    {
        var refused = await Assert.ThrowsAsync<TargetException>(() => SessionAsync<Entry>(Different));

        var finding = Assert.Single(refused.Findings);
        Assert.Equal("Tenant", finding.Property);
        Assert.Equal(
            "Entry.Tenant can be null, and the unique index on (tenant, email) takes every null for another value, so each run would add "
            + "its rows again; fill it always and declare it without the ?, or make the index: create unique index on "
            + "\"public\".\"entry\" (\"tenant\", \"email\") nulls not distinct (PostgreSQL 15 and later)",
            finding.Message);
    }

    [Fact]
    public async Task So_is_one_that_on_conflict_names()
    {
        await SqlAsync(Different);
        await using var target = OtherTarget();
        await using var session = await target.OpenSessionAsync(Stop);

        var refused = await Assert.ThrowsAsync<TargetException>(
            () => WriteAsync(session, rules => rules.OnConflict("tenant", "email"), new Loose("a", "b", 1)));

        Assert.Contains("Loose.Tenant can be null", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create table entry (tenant text not null, email text, n int, unique (tenant, email))")]
    [InlineData("create table entry (tenant text, email text, n int, primary key (tenant, email))")]
    public async Task A_column_that_refuses_nulls_refuses_the_record_alone(string table)
    {
        var session = await SessionAsync<Entry>(table);

        await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(session, new Entry(null, "a", 1)));
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Entry("t", "a", 1)));
    }

    [Fact]
    public async Task A_null_that_the_property_does_not_announce_is_refused_by_name()
    {
        var session = await SessionAsync<Filled>(Different);
        Filled[] batch = [new("t", "a", 1), new(null!, "a", 1), new(null!, "b", 1)];

        var refused = await Assert.ThrowsAsync<RefusedRecordsException>(() => WriteAsync(session, batch));

        Assert.Equal(batch[1..], refused.Records);
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, batch[0]));
        Assert.Equal(["t|a|1"], await EntriesAsync());
    }

    [Fact]
    public async Task Where_nulls_are_equal_a_second_run_changes_nothing_and_a_third_what_differs()
    {
        await SkipBeforeAsync(15, "nulls not distinct");
        await SessionAsync<Entry>(Equal);
        Entry[] batch = [new(null, "a", 1), new("t", "a", 1), new(null, "b", 1), new(null, "a", 2)];
        string[] rows = ["-|a|2", "-|b|1", "t|a|1"];

        WriteCounts[] counts = [new(3, 1, 0), new(0, 2, 2), new(0, 2, 2)];
        foreach (var expected in counts)
        {
            await using var later = OtherTarget();
            await later.PrepareAsync([typeof(Entry)], Stop);
            await using var session = await later.OpenSessionAsync(Stop);
            Assert.Equal(expected, await WriteAsync(session, batch));
            Assert.Equal(rows, await EntriesAsync());
        }

        await using var target = OtherTarget();
        await using var changing = await target.OpenSessionAsync(Stop);
        Assert.Equal(new(0, 0, 3), await WriteAsync(changing, batch[3], batch[1], batch[2]));
        Assert.Equal(new(0, 1, 0), await WriteAsync(changing, new Entry(null, "b", 5)));
        Assert.Equal(new(0, 0, 0, 1), await changing.WriteAsync(t => t.Delete<Entry>([new(null, "a", 0)]), Stop));
        Assert.Equal(["-|b|5", "t|a|1"], await EntriesAsync());
    }

    [Fact]
    public async Task Triggers_are_no_reason_to_miss_a_null()
    {
        await SkipBeforeAsync(15, "nulls not distinct");
        var session = await SessionAsync<Entry>(Equal + """
            ;
            create function act() returns trigger language plpgsql as $$ begin if new.n < 0 then return null; end if; return new; end $$;
            create trigger act before insert or update on entry for each row execute function act();
            """);
        Entry[] batch = [new(null, "a", 1), new(null, "b", -1)];

        var refused = await Assert.ThrowsAsync<RefusedRecordsException>(() => WriteAsync(session, batch));

        Assert.Equal([batch[1]], refused.Records);
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, batch[0]));
        Assert.Equal(new(0, 0, 1), await WriteAsync(session, batch[0]));
    }

    [Fact]
    public async Task A_deleted_key_with_a_null_is_found_whatever_the_index()
    {
        await SqlAsync(Different + "; insert into entry values (null, 'a', 1), ('t', 'a', 1)");
        await using var target = OtherTarget();
        await using var session = await target.OpenSessionAsync(Stop);

        Assert.Equal(new(0, 0, 0, 1), await session.WriteAsync(t => t.Delete<Entry>([new(null, "a", 0)]), Stop));
        Assert.Equal(["t|a|1"], await EntriesAsync());
    }
}
