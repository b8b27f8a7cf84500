using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Profiles;

namespace Dataflux.Tests.Dialects.PostgreSql;

public class MergeSqlTests
{
    [Table("picture", Schema = "media")]
    private sealed record Picture(
        [property: Key] long Id,
        [property: Column("imageType")] string ImageType,
        Json Variants,
        string Address,
        decimal Price,
        Json Raw,
        DateTimeOffset UpdatedAt);

    private static PostgreSqlType Type(uint oid, string sql, bool hasEquality = true) =>
        new() { Oid = oid, Sql = sql, Name = sql, Kind = 'b', HasEquality = hasEquality };

    private static CatalogColumn Column(string name, PostgreSqlType type, string? rounded = null) =>
        new() { Name = name, Type = type, Declared = rounded ?? type.Sql, Rounded = rounded };

    private static TableBinding Bind(bool isPartitioned = false)
    {
        var table = new CatalogTable(
            "media",
            "picture",
            [
                Column("id", Type(TypeOid.Int8, "bigint")),
                Column("imageType", Type(TypeOid.Text, "text")),
                Column("variants", Type(TypeOid.Jsonb, "jsonb")),
                Column("address", Type(869, "inet")),
                Column("price", Type(TypeOid.Numeric, "numeric"), "numeric(10,2)"),
                Column("raw", Type(TypeOid.Json, "json", hasEquality: false)),
                Column("updated_at", Type(TypeOid.TimestampTz, "timestamp with time zone")),
            ],
            [new(["id"])])
        {
            NameText = "media.picture",
            IsPartitioned = isPartitioned,
        };
        var findings = new FindingList(typeof(Picture));
        var binding = new TableBinder(PostgreSqlFlavour.Instance, RecordMapping.Of(typeof(Picture)), findings)
            .Bind(new(table, true, true, true, true), complete: true);
        Assert.Empty(findings.All);
        return binding!;
    }

    private static MergeSql Sql(Upsert rules, bool isPartitioned = false)
    {
        var binding = Bind(isPartitioned);
        return new(binding, MergeRules.Of(binding, rules));
    }

    private static string Unchanged(Upsert rules)
    {
        var binding = Bind();
        return new UnchangedSql(binding, MergeRules.Of(binding, rules)).Changed(StagingTable.SqlOf("dataflux_2"));
    }

    [Fact]
    public void Staging_has_the_columns_types_and_text_where_the_server_casts() => Assert.Equal(
        """create temp table "dataflux_1" ("id" bigint, "imageType" text, "variants" jsonb, "address" text, "price" numeric, "raw" json, "updated_at" timestamp with time zone, "dataflux number" integer) on commit delete rows""",
        StagingTable.CreateSql("dataflux_1", Bind().Columns));

    [Fact]
    public void Rules_decide_what_is_set_and_what_counts_as_a_change() => Assert.Equal(
        """
        with written as (
        insert into "media"."picture" as "picture" ("id", "imageType", "variants", "address", "price", "raw", "updated_at")
        select excluded."id", excluded."imageType", excluded."variants", excluded."address", excluded."price", excluded."raw", excluded."updated_at"
        from (select "id", "imageType", "variants", "address"::inet as "address", "price"::numeric(10,2) as "price", "raw", "updated_at" from pg_temp."dataflux_1" where "dataflux number" = $1) as excluded
        where not exists (select from "media"."picture" as "picture" where "picture"."id" = excluded."id"
          and not ("picture"."address" is distinct from excluded."address"
          or "picture"."price" is distinct from excluded."price"
          or (row("picture"."raw"::json)::record operator(pg_catalog.*<>) row(excluded."raw"::json)::record and ("picture"."raw"::text collate "C" is distinct from excluded."raw"::text collate "C"))
          or "picture"."variants" is distinct from cast((picture.variants || excluded.variants) as jsonb)) offset 0)
        order by excluded."id"
        on conflict ("id") do update set
          "address" = excluded."address",
          "price" = excluded."price",
          "raw" = excluded."raw",
          "updated_at" = excluded."updated_at",
          "variants" = picture.variants || excluded.variants
        where "picture"."address" is distinct from excluded."address"
          or "picture"."price" is distinct from excluded."price"
          or (row("picture"."raw"::json)::record operator(pg_catalog.*<>) row(excluded."raw"::json)::record and ("picture"."raw"::text collate "C" is distinct from excluded."raw"::text collate "C"))
          or "picture"."variants" is distinct from cast((picture.variants || excluded.variants) as jsonb)
        returning xmax = 0 as inserted)
        select count(*) filter (where inserted), count(*) from written
        """,
        Sql(new Upsert().Keep("imageType").Set("variants", "picture.variants || excluded.variants").Touch("updated_at")).Merge(
            StagingTable.SqlOf("dataflux_1"), passOver: true));

    [Fact]
    public void A_combined_column_is_compared_with_the_incoming_value_first() => Assert.EndsWith(
        """
        on conflict ("id") do update set
          "variants" = case when "picture"."variants" is distinct from excluded."variants" then picture.variants || excluded.variants else "picture"."variants" end
        where (row("picture"."variants"::jsonb)::record operator(pg_catalog.*<>) row(excluded."variants"::jsonb)::record and (("picture"."variants" is distinct from excluded."variants" and "picture"."variants" is distinct from cast((picture.variants || excluded.variants) as jsonb))))
        returning xmax = 0 as inserted)
        select count(*) filter (where inserted), count(*) from written
        """,
        Sql(
            new Upsert().Keep("imageType", "address", "price", "raw", "updated_at")
                .Combine("variants", "picture.variants || excluded.variants"))
            .Merge(StagingTable.SqlOf("dataflux_1"), passOver: false));

    [Fact]
    public void Existing_rows_are_left_alone_and_partitions_counted_by_key() => Assert.Equal(
        """
        with written as (
        insert into "media"."picture" as "picture" ("id", "imageType", "variants", "address", "price", "raw", "updated_at")
        select excluded."id", excluded."imageType", excluded."variants", excluded."address", excluded."price", excluded."raw", excluded."updated_at"
        from (select "id", "imageType", "variants", "address"::inet as "address", "price"::numeric(10,2) as "price", "raw", "updated_at" from pg_temp."dataflux_1" where "dataflux number" = $1) as excluded
        order by excluded."id"
        on conflict ("id") do nothing
        returning "picture"."id")
        select count(*) filter (where not exists (select from "media"."picture" as "picture" where "picture"."id" = written."id")), count(*) from written
        """,
        Sql(new Upsert().DoNothing(), isPartitioned: true).Merge(StagingTable.SqlOf("dataflux_1"), passOver: false));

    [Fact]
    public void What_is_compared_before_the_merge_is_the_key_and_what_decides_and_jsonb_as_text() => Assert.Equal(
        """
        select excluded."dataflux number"
        from (select "id", "imageType", "variants"::jsonb as "variants", "price"::numeric(10,2) as "price", "raw", "variants" as "dataflux text 1", "dataflux number" from pg_temp."dataflux_2" where "dataflux number" >= $1) as excluded
        where not exists (select from "media"."picture" as "picture" where "picture"."id" = excluded."id"
          and not ("picture"."imageType" is distinct from excluded."imageType"
          or "picture"."price" is distinct from excluded."price"
          or (row("picture"."raw"::json)::record operator(pg_catalog.*<>) row(excluded."raw"::json)::record and ("picture"."raw"::text collate "C" is distinct from excluded."raw"::text collate "C"))
          or "picture"."variants"::text collate "C" is distinct from excluded."dataflux text 1") offset 0)
        """,
        Unchanged(new Upsert().Keep("address").Touch("updated_at").Combine("variants", "picture.variants || excluded.variants")));

    [Fact]
    public void An_expression_that_is_asked_in_any_case_may_look_at_all_columns() => Assert.Equal(
        """
        select excluded."dataflux number"
        from (select "id", "imageType", "variants"::jsonb as "variants", "address"::inet as "address", "price"::numeric(10,2) as "price", "raw", "updated_at", "variants" as "dataflux text 1", "dataflux number" from pg_temp."dataflux_2" where "dataflux number" >= $1) as excluded
        where not exists (select from "media"."picture" as "picture" where "picture"."id" = excluded."id"
          and not ("picture"."variants" is distinct from cast((picture.variants || excluded.variants) as jsonb)) offset 0)
        """,
        Unchanged(
            new Upsert().Keep("imageType", "address", "price", "raw", "updated_at")
                .Set("variants", "picture.variants || excluded.variants")));

    [Fact]
    public void Where_existing_rows_are_left_alone_their_keys_are_all_that_is_compared() => Assert.Equal(
        """
        select excluded."dataflux number"
        from (select "id", "dataflux number" from pg_temp."dataflux_2" where "dataflux number" >= $1) as excluded
        where not exists (select from "media"."picture" as "picture" where "picture"."id" = excluded."id" offset 0)
        """,
        Unchanged(new Upsert().DoNothing()));

    [Theory]
    [InlineData("CreatedAt", "created_at")]
    [InlineData("HTMLBody", "html_body")]
    [InlineData("PictureID", "picture_id")]
    [InlineData("description_i18n", "description_i18n")]
    [InlineData("Address2", "address2")]
    [InlineData("X", "x")]
    public void Properties_become_snake_case(string property, string column) => Assert.Equal(column, ColumnNaming.SnakeCase(property));

    [Fact]
    public void Rules_that_are_alike_have_one_signature()
    {
        static Upsert Rules() => new Upsert().Set("a", "1").Keep("b").OnConflict("c");
        Assert.Equal(MergeRules.Signature(Rules()), MergeRules.Signature(Rules()));
        Assert.NotEqual(MergeRules.Signature(Rules()), MergeRules.Signature(Rules().DoNothing()));
        Assert.NotEqual(MergeRules.Signature(Rules()), MergeRules.Signature(Rules().OnConflict("d")));
        Assert.NotEqual(MergeRules.Signature(new Upsert().Keep("a")), MergeRules.Signature(new Upsert().Touch("a")));
    }
}
