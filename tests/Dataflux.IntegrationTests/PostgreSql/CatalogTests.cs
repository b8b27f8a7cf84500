using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Dialects.PostgreSql.Targets;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>What is said about tables that do not fit, before the first row.</summary>
public sealed class CatalogTests(PostgreSqlFixture server) : TargetTests(server)
{
    private async Task<string> FindingsAsync(string sql, params Type[] types)
    {
        await SqlAsync(sql);
        return (await Assert.ThrowsAsync<TargetException>(() => Target.PrepareAsync(types, Stop))).Message;
    }

    private sealed record Picture([property: Key] long Id, string ImageTipe, TimeSpan Width, int Total, string Path);

    [Table("pictures")]
    private sealed record Lost([property: Key] int Id);

    [Table("nowhere", Schema = "far")]
    private sealed record Gone([property: Key] int Id);

    private sealed record Keyless(int Id);

    [Table("seen")]
    private sealed record Seen([property: Key] int Id);

    [Fact]
    public async Task All_findings_come_at_once_each_with_what_to_do()
    {
        var message = await FindingsAsync(
            """
            create table picture (id bigint, "imageType" text, width int, total int generated always as (width * 2) stored, path text not null, "agencyId" int not null, made date not null default now());
            create unique index on picture (id) where width > 0;
            create table keyless (id int primary key);
            create view seen as select 1 as id
            """,
            typeof(Picture), typeof(Lost), typeof(Gone), typeof(Keyless), typeof(Seen));
        Assert.Equal(
            """
            the profile's records do not fit the tables of the target (9 findings):
              Picture.ImageTipe: table "picture" has no column "image_tipe"; did you mean [Column("imageType")]? Add the column, or mark the property [NotMapped]
              Picture.Width is TimeSpan, which cannot go into column "width" (integer); use BigInteger, decimal, long, Number, string
              Picture.Total: the database generates column "total" itself; mark the property [NotMapped]
              Picture: column "agencyId" (integer) is not null and has no default, but no property fills it; add a property, or give the column a default
              no unique index is on exactly ("id"), the [Key] of Picture; "picture_id_idx" does not count, because it is partial, where (width > 0); run: create unique index on "public"."picture" ("id")
              Lost: table "pictures" does not exist; did you mean "picture"? Create it (onStart may), or name the right one with [Table]
              Gone: table "far.nowhere" does not exist; there are: keyless, picture. Create it (onStart may), or name the right one with [Table]
              Keyless has no [Key]: mark the properties that identify a row; unique in the table: ("id")
              Seen: "seen" is a view; records are written to tables
            """,
            message);
    }

    private sealed record Booking([property: Key] string Room, [property: Key] string During);

    [Fact]
    public async Task A_key_without_overlaps_is_no_key_for_a_merge_and_the_reason_is_said()
    {
        await using (var connection = await Source.OpenConnectionAsync(Stop))
        {
            Assert.SkipUnless(
                connection.PostgreSqlVersion.Major >= 18,
                "PostgreSQL has WITHOUT OVERLAPS since version 18; VersionTests run this test there");
        }

        var message = await FindingsAsync(
            "create table booking (room int4range, during daterange, primary key (room, during without overlaps))", typeof(Booking));

        Assert.Contains(
            "no unique index is on exactly (\"room\", \"during\"), the [Key] of Booking; \"booking_pkey\" does not count, because it is "
            + "an exclusion constraint",
            message);
    }

    [Fact]
    public async Task Missing_rights_are_findings()
    {
        await SqlAsync(
            "create table keyed (id int primary key); create role catalog_reader login; grant select on keyed to catalog_reader; revoke "
            + "temp on database " + DatabaseName + " from public");
        await using var target = new PostgreSqlTarget(
            NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(Source.ConnectionString) { Username = "catalog_reader" }.ConnectionString), "test");
        var thrown = await Assert.ThrowsAsync<TargetException>(() => target.PrepareAsync([typeof(Keyed)], Stop));
        await SqlAsync("drop owned by catalog_reader; drop role catalog_reader");
        Assert.Equal(
            """
            the profile's records do not fit the tables of the target (2 findings):
              Keyed: no INSERT, UPDATE permission on table "keyed"; run as its owner: grant insert, update on "public"."keyed" to …
              no TEMPORARY permission on the database, which staging tables need; run as its owner: grant temporary on database … to …
            """,
            thrown.Message);
    }

    private string DatabaseName => new NpgsqlConnectionStringBuilder(Source.ConnectionString).Database!;

    private sealed record Keyed([property: Key] int Id);

    private sealed record Named(
        [property: Key] int Id, DateTimeOffset CreatedAt, string HTMLBody, [property: Column("X")] string Y, int Both);

    [Fact]
    public async Task Columns_are_found_by_the_catalogs_own_spelling()
    {
        var session = await SessionAsync<Named>(
            """create table named ("Id" int primary key, "createdAt" timestamptz, html_body text, "X" text, "Both" int, both_ int, "both" int)""");
        await WriteAsync(session, new Named(1, new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), "h", "x", 2));
        Assert.Equal(
            ["1|2024-01-01|h|x||2"], await RowsAsync("""select "Id", "createdAt"::date, html_body, "X", "Both", "both" from named"""));
    }

    [Table("sales.orders")]
    private sealed record Dotted([property: Key] int Id, int N);

    [Table("orders", Schema = "sales")]
    private sealed record Apart([property: Key] int Id, int N);

    [Table("sales.order")]
    private sealed record Misspelt([property: Key] int Id);

    [Table("Sales.orders")]
    private sealed record OtherCase([property: Key] int Id);

    [Fact]
    public async Task The_schema_may_stand_before_the_table_and_a_name_is_never_suggested_in_its_own_place()
    {
        var session = await SessionAsync<Dotted>(
            "create schema sales; create table sales.orders (id int primary key, n int); create table orders (id int primary key, n int)");
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new Dotted(1, 1)));
        Assert.Equal(new(0, 1, 0), await WriteAsync(session, new Apart(1, 2)));
        Assert.Equal(new(0, 0, 0, 1), await session.WriteAsync(target => target.Delete<Dotted>([new(1, 0)]), Stop));
        Assert.Equal(["0|0"], await RowsAsync("select (select count(*) from sales.orders), (select count(*) from orders)"));
        Assert.Equal(
            """
            the profile's records do not fit the tables of the target (2 findings):
              Misspelt: table "sales.order" does not exist; did you mean "sales.orders"? Create it (onStart may), or name the right one with [Table]
              OtherCase: table "Sales.orders" does not exist; did you mean "sales.orders"? Create it (onStart may), or name the right one with [Table]
            """,
            await FindingsAsync("select 1", typeof(Misspelt), typeof(OtherCase)));
    }

    [Fact]
    public async Task A_record_nobody_declared_is_checked_when_it_first_comes()
    {
        await SqlAsync("create table keyless (id int primary key)");
        var session = await SessionAsync();
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, on => on.OnConflict("id"), new Keyless(1)));
        var thrown = await Assert.ThrowsAsync<TargetException>(() => WriteAsync(session, new Lost(1)));
        Assert.Contains("table \"pictures\" does not exist", thrown.Message);
    }
}
