using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>A rehearsal does everything and leaves nothing.</summary>
public sealed class RehearsalTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Tables = """
        create table pet (owner text, no numeric(6,2), name text not null, born timestamptz, primary key (owner, no));
        insert into pet values ('ann', 1, 'Rex', '2024-01-02 03:04:05+00'), ('ann', 2, 'Tom', null), ('bob', 1, 'Ada', null);
        """;

    private const string All = "select * from pet order by owner, no";

    [Table("pet")]
    private sealed record Pet([property: Key] string Owner, [property: Key] decimal No, string Name, DateTimeOffset? Born);

    [Table("pet")]
    private sealed record PetKey([property: Key] string Owner, [property: Key] decimal No);

    [Fact]
    public async Task What_was_written_is_seen_inside_and_is_gone_afterwards()
    {
        await SqlAsync(Tables);
        var before = await RowsAsync(All);
        object[] records = [new Pet("ann", 1, "Rexi", null), new Pet("ann", 2m, "Tom", null), new Pet("eve", 7, "Neo", null)];
        object[] keys = [new PetKey("bob", 1), new PetKey("bob", 9)];

        await using (var rehearsal = await Target.RehearseAsync(Stop))
        {
            await rehearsal.PrepareAsync([typeof(Pet)], Stop);
            await rehearsal.PrepareDeletesAsync([typeof(PetKey)], Stop);
            var old = await rehearsal.RowsAsync(records, areKeys: false, Stop);
            var oldKeys = await rehearsal.RowsAsync(keys, areKeys: true, Stop);
            await rehearsal.StepAsync(target => target.Delete<object>(keys), Stop);
            await rehearsal.StepAsync(target => target.Upsert<object>(records), Stop);
            var now = await rehearsal.RowsAsync(records, areKeys: false, Stop);
            var nowKeys = await rehearsal.RowsAsync(keys, areKeys: true, Stop);

            Assert.Equal(["owner = ann, no = 1.00", "owner = ann, no = 2.00", "owner = eve, no = 7.00"], old.Select(row => row!.Key));
            Assert.Equal(
                [new("owner", "ann"), new("no", "1.00"), new("name", "Rex"), new("born", "2024-01-02 03:04:05+00")], old[0]!.Columns!);
            Assert.Equal([new("owner", "ann"), new("no", "1.00"), new("name", "Rexi"), new("born", null)], now[0]!.Columns!);
            Assert.Equal(old[1]!.Columns!, now[1]!.Columns!);
            Assert.Null(old[2]!.Columns);
            Assert.Equal("Neo", now[2]!.Columns![2].Value);
            Assert.Equal([true, false], oldKeys.Select(row => row!.Columns is not null));
            Assert.All(nowKeys, row => Assert.Null(row!.Columns));
            Assert.Equal([new TableChange("pet", 1, 1, 1)], await rehearsal.ChangesAsync(Stop));
        }

        Assert.Equal(before, await RowsAsync(All));
    }

    [Fact]
    public async Task Tables_that_a_step_makes_are_there_for_the_next_ones_and_gone_afterwards()
    {
        await using (var rehearsal = await Target.RehearseAsync(Stop))
        {
            await Assert.ThrowsAsync<TargetException>(() => rehearsal.PrepareAsync([typeof(Pet)], Stop));
            await rehearsal.StepAsync(target => ((ISqlTarget)target).Execute(Tables), Stop);
            await rehearsal.PrepareAsync([typeof(Pet)], Stop);
            await rehearsal.StepAsync(target => target.Upsert([new Pet("eve", 1, "Neo", null)]), Stop);
        }

        Assert.Equal(["0"], await RowsAsync("select count(*) from pg_class where relname ~ 'pet|dataflux'"));
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("end")]
    [InlineData("commit and chain")]
    [InlineData("rollback")]
    [InlineData("rollback; begin")]
    [InlineData("rollback and chain")]
    [InlineData("prepare transaction 'x'")]
    [InlineData("rollback; begin read write; update pet set name = 'changed'; commit")]
    public async Task SQL_that_ends_the_transaction_is_refused_and_writes_nothing(string statement)
    {
        await SqlAsync(Tables);
        var before = await RowsAsync(All);

        await using (var rehearsal = await Target.RehearseAsync(Stop))
        {
            var refused = await Assert.ThrowsAsync<TargetException>(() => rehearsal.StepAsync(WriteAroundAsync, Stop));
            Assert.StartsWith("the profile's own SQL begins or ends a transaction", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await RowsAsync(All));

        // A script that even goes on after its failure.
        async Task WriteAroundAsync(ITarget target)
        {
            var sql = (ISqlTarget)target;
            foreach (var step in new[] { "update pet set name = 'changed'", statement, "update pet set name = 'changed'", "commit" })
            {
                try
                {
                    await sql.Execute(step);
                }
                catch (Exception e) when (e is PostgresException or TargetException)
                {
                    // Swallowed on purpose.
                }
            }
        }
    }

    [Fact]
    public async Task A_step_that_fails_is_taken_back_alone()
    {
        await SqlAsync(Tables);
        await using var rehearsal = await Target.RehearseAsync(Stop);
        await rehearsal.PrepareAsync([typeof(Pet)], Stop);

        await rehearsal.StepAsync(target => target.Upsert([new Pet("eve", 1, "Neo", null)]), Stop);
        await Assert.ThrowsAsync<PostgresException>(() => rehearsal.StepAsync(
            async target =>
            {
                await target.Upsert([new Pet("eve", 2, "Leo", null)]);
                await target.Upsert([new Pet("eve", 3, null!, null)]);
            },
            Stop));
        await rehearsal.StepAsync(target => target.Upsert([new Pet("eve", 4, "Cleo", null)]), Stop);

        var rows = await rehearsal.RowsAsync([.. Enumerable.Range(1, 4).Select(no => new Pet("eve", no, "", null))], areKeys: false, Stop);
        Assert.Equal([true, false, false, true], rows.Select(row => row!.Columns is not null));
    }

    [Fact]
    public async Task A_constraint_that_is_checked_at_the_commit_fails_in_its_step()
    {
        await SqlAsync(
            Tables
            + "create table chip (no int primary key, code text unique deferrable initially deferred); insert into chip values (1, 'a')");
        await using var rehearsal = await Target.RehearseAsync(Stop);

        var violation = await Assert.ThrowsAsync<PostgresException>(
            () => rehearsal.StepAsync(target => ((ISqlTarget)target).Execute("insert into chip values (2, 'a')"), Stop));
        await rehearsal.StepAsync(target => ((ISqlTarget)target).Execute("insert into chip values (2, 'b')"), Stop);

        Assert.Equal("chip_code_key", violation.ConstraintName);
        Assert.Equal(
            [new TableChange("chip", 1, 0, 0)],
            (await rehearsal.ChangesAsync(Stop)).Select(change => change with { Inserted = change.Inserted - 1 }));
    }

    [Fact]
    public async Task A_plan_finds_wrong_rules_and_wrong_SQL_and_executes_nothing()
    {
        await SqlAsync(Tables);
        Pet[] batch = [new("ann", 1, "changed", null)];
        await using var rehearsal = await Target.RehearseAsync(Stop);
        await rehearsal.PrepareAsync([typeof(Pet)], Stop);

        var rule = await Assert.ThrowsAsync<TargetException>(
            () => rehearsal.PlanAsync(target => ((ISqlTarget)target).Upsert(batch, on => on.Keep("nam")), Stop));
        var expression = await Assert.ThrowsAsync<PostgresException>(
            () => rehearsal.PlanAsync(target => ((ISqlTarget)target).Upsert(batch, on => on.Set("name", "pet.nam || 'x'")), Stop));
        var statement = await Assert.ThrowsAsync<PostgresException>(
            () => rehearsal.PlanAsync(target => ((ISqlTarget)target).Execute("insert into pets values ($1)", 5), Stop));
        await rehearsal.PlanAsync(target => ((ISqlTarget)target).Upsert(batch, on => on.Set("name", "upper(excluded.name)")), Stop);
        await rehearsal.PlanAsync(target => ((ISqlTarget)target).Execute("delete from pet where owner = $1", "ann"), Stop);

        Assert.Equal(
            (typeof(Pet), "Keep(\"nam\"): the table has no such column; did you mean \"name\"?"),
            (rule.Findings[0].Record, rule.Findings[0].Message));
        Assert.Equal(["42703", "42P01"], new[] { expression.SqlState, statement.SqlState });
        Assert.Empty(await rehearsal.ChangesAsync(Stop));
    }

    [Fact]
    public async Task Rows_of_records_without_table_or_key_cannot_be_told()
    {
        await SqlAsync(Tables);
        await using var rehearsal = await Target.RehearseAsync(Stop);

        Assert.Equal([null], await rehearsal.RowsAsync([new { Name = "x" }], areKeys: false, Stop));
    }
}
