using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Dialects.PostgreSql.Targets;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>Deleting rows by keys.</summary>
public sealed class DeleteTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Tables = """
        create table owner (id text primary key, name text not null);
        create table pet (owner_id text references owner, no numeric(6,2), name text, primary key (owner_id, no));
        """;

    [Table("owner")]
    private sealed record Owner([property: Key] string Id, string Name);

    [Table("owner")]
    private sealed record OwnerKey([property: Key] string Id);

    [Table("pet")]
    private sealed record Pet([property: Key] string OwnerId, [property: Key] decimal No, string Name);

    [Table("owner")]
    private sealed record Misspelt([property: Key] string Idd);

    [Table("owner")]
    private sealed record NoKey(string Id);

    [Fact]
    public async Task Rows_go_by_the_key_alone_and_missing_ones_are_unchanged()
    {
        var session = await SessionAsync<Owner>(Tables);
        await WriteAsync(session, [.. Enumerable.Range(1, 500).Select(i => new Owner($"o{i}", "n"))]);

        var counts = await session.WriteAsync(
            target => target.Delete<OwnerKey>([.. Enumerable.Range(491, 20).Select(i => new OwnerKey($"o{i}"))]), Stop);
        Assert.Equal(new WriteCounts(0, 0, 10, 10), counts);
        Assert.Equal(["490"], await RowsAsync("select count(*) from owner"));

        // Other properties of a whole record do not matter; a key twice is one row.
        counts = await session.WriteAsync(target => target.Delete<Owner>([new("o1", "other"), new("o1", "n")]), Stop);
        Assert.Equal(new WriteCounts(0, 0, 1, 1), counts);
    }

    [Fact]
    public async Task Keys_of_several_columns_are_compared_as_the_column_holds_them()
    {
        var session = await SessionAsync<Owner>(Tables);
        await session.WriteAsync(
            async target =>
            {
                await target.Upsert<Owner>([new("a", "n")]);
                await target.Upsert<Pet>([new("a", 1.5m, "x"), new("a", 2m, "y"), new("a", 3m, "z")]);
            },
            Stop);
        await session.WriteAsync(target => target.Delete<Pet>([new("a", 1.50m, ""), new("a", 2.001m, ""), new("b", 3m, "")]), Stop);
        Assert.Equal(["z"], await RowsAsync("select name from pet"));
    }

    [Fact]
    public async Task Several_types_go_in_the_reverse_of_their_order_and_one_transaction_may_delete_and_write_by_turns()
    {
        var session = await SessionAsync<Owner>(Tables);
        await session.WriteAsync(
            async target =>
            {
                await target.Upsert<Owner>([new("a", "n"), new("b", "n")]);
                await target.Upsert<Pet>([new("a", 1m, "x")]);
                Assert.Equal(2, await target.Delete<object>([new Owner("a", ""), new Pet("a", 1m, "")]));
                await target.Upsert<Owner>([new("a", "again")]);
                Assert.Equal(1, await target.Delete<OwnerKey>([new("b")]));
            },
            Stop);
        Assert.Equal(["a|again"], await RowsAsync("select id, name from owner"));
    }

    [Fact]
    public async Task A_deletion_that_is_rolled_back_is_none_and_the_session_goes_on()
    {
        var session = await SessionAsync<Owner>(Tables);
        await WriteAsync(session, new Owner("a", "n"), new Owner("b", "n"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.WriteAsync(
            async target =>
            {
                await target.Delete<OwnerKey>([new("a")]);
                throw new InvalidOperationException("stop");
            },
            Stop));
        await session.WriteAsync(target => target.Delete<OwnerKey>([new("b")]), Stop);
        Assert.Equal(["a"], await RowsAsync("select id from owner"));
    }

    [Fact]
    public async Task Missing_rights_and_columns_are_found_before_the_first_delete()
    {
        await SqlAsync(Tables + "create role viewer login; grant select on owner to viewer; grant all on pet to viewer;");
        await using var target = new PostgreSqlTarget(
            NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Source.ConnectionString) { Username = "viewer" }.ConnectionString),
            "test");

        var error = await Assert.ThrowsAsync<TargetException>(
            () => target.PrepareDeletesAsync([typeof(OwnerKey), typeof(Pet), typeof(Misspelt), typeof(NoKey)], Stop));
        await SqlAsync("grant delete on owner to viewer; grant update (name) on owner to viewer");
        await target.PrepareDeletesAsync([typeof(OwnerKey), typeof(Pet)], Stop);
        await SqlAsync("drop owned by viewer; drop role viewer");

        Assert.Equal(
            """
            records cannot be deleted by OwnerKey, Pet, Misspelt, NoKey:
              OwnerKey: no DELETE, UPDATE permission on table "owner"; run as its owner: grant delete, update on "public"."owner" to …
              Misspelt.Idd: table "owner" has no column "idd"; did you mean [Column("id")]? Add the column, or mark the property [NotMapped]
              NoKey has no [Key]: mark the properties that identify a row
            """,
            error.Message);
    }

    [Fact]
    public async Task A_type_without_a_key_is_refused()
    {
        var session = await SessionAsync<Owner>(Tables);
        var error = await Assert.ThrowsAsync<TargetException>(() => session.WriteAsync(target => target.Delete<NoKey>([new("a")]), Stop));
        Assert.Contains("NoKey has no [Key]", error.Message, StringComparison.Ordinal);
    }
}
