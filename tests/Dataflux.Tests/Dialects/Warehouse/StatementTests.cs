using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Dialects.Warehouse.Publishing;
using Dataflux.Dialects.Warehouse.Readers;
using Dataflux.Engine.Settings;

namespace Dataflux.Tests.Dialects.Warehouse;

/// <summary>The statements that are printed, as they are written down here; no warehouse has run them.</summary>
public sealed class StatementTests
{
    private static readonly FileTable Table = new(
        "reading",
        [
            new("device", new(ValueKind.Text), IsKey: true), new("at", new(ValueKind.Timestamp), IsKey: true),
            new("value", FileType.UsualDecimal, IsKey: false), new("detail", new(ValueKind.Json), IsKey: false),
        ]);

    [Fact]
    public void Athena_reads_the_folder_with_its_partitions() => Assert.Equal(
        """
        -- Athena lists the folder: while a run shows its files, and right after, it may see some of them beside those of the run before.
        -- It reads timestamps by milliseconds.
        CREATE EXTERNAL TABLE IF NOT EXISTS `reading_rows` (
            `_op` string,
            `_written_at` timestamp,
            `_seq` bigint,
            `device` string,
            `at` timestamp,
            `value` decimal(38,9),
            `detail` string
        )
        PARTITIONED BY (`at_day` string)
        STORED AS PARQUET
        LOCATION 's3://lake/iot/reading/';

        -- After each run: new partitions.
        MSCK REPAIR TABLE `reading_rows`;

        CREATE OR REPLACE VIEW "reading" AS
        SELECT "device", "at", "value", "detail", "_written_at", "at_day"
        FROM (
            SELECT *, ROW_NUMBER() OVER (PARTITION BY "device", "at" ORDER BY "_seq" DESC) AS "_n"
            FROM "reading_rows"
        ) AS "r"
        WHERE "_n" = 1 AND "_op" <> 'delete';
        """,
        Written("athena", "day(at)"));

    [Fact]
    public void Redshift_loads_the_list_of_files_and_merges_it_in_one_transaction() => Assert.Equal(
        """
        CREATE TABLE IF NOT EXISTS "reading" (
            "device" varchar(65535) NOT NULL,
            "at" timestamp NOT NULL,
            "value" decimal(38,9),
            "detail" super,
            "_written_at" timestamp,
            PRIMARY KEY ("device", "at")
        );

        -- The list names all files that the migration shows, so the table ends as they say, however often this is run. Times are UTC.
        BEGIN;

        CREATE TEMP TABLE "reading_stage" (
            "_op" varchar(65535),
            "_written_at" timestamp,
            "_seq" bigint,
            "device" varchar(65535),
            "at" timestamp,
            "value" decimal(38,9),
            "detail" varchar(65535)
        );

        COPY "reading_stage"
        FROM 's3://lake/iot/_manifests/reading-0123.json'
        IAM_ROLE DEFAULT
        FORMAT AS PARQUET
        MANIFEST;

        CREATE TEMP TABLE "reading_last" AS
        SELECT "device", "at", "value", JSON_PARSE("detail") AS "detail", "_written_at"
        FROM (
            SELECT *, ROW_NUMBER() OVER (PARTITION BY "device", "at" ORDER BY "_seq" DESC) AS "_n"
            FROM "reading_stage"
        ) AS "r"
        WHERE "_n" = 1 AND "_op" <> 'delete';

        DELETE FROM "reading"
        WHERE NOT EXISTS (
            SELECT 1 FROM "reading_last" AS l
            WHERE l."device" = "reading"."device" AND l."at" = "reading"."at"
        );

        MERGE INTO "reading" USING "reading_last" AS l
        ON "reading"."device" = l."device" AND "reading"."at" = l."at"
        WHEN MATCHED THEN UPDATE SET
            "value" = l."value",
            "detail" = l."detail",
            "_written_at" = l."_written_at"
        WHEN NOT MATCHED THEN INSERT ("device", "at", "value", "detail", "_written_at")
        VALUES (l."device", l."at", l."value", l."detail", l."_written_at");

        DROP TABLE "reading_last";
        DROP TABLE "reading_stage";

        COMMIT;
        """,
        Written("redshift", "day(at)"));

    [Fact]
    public void BigQuery_loads_each_file_that_is_shown_in_the_place_of_what_is_there() => Assert.Equal(
        """
        -- The files are those that the migration shows, at the same names in Google's storage. Names without a dataset are of the
        -- default dataset. OVERWRITE puts these rows in the place of those that are there, so this may be run as often as you like.
        LOAD DATA OVERWRITE `reading_rows` (
            `_op` STRING,
            `_written_at` TIMESTAMP,
            `_seq` INT64,
            `at` TIMESTAMP,
            `value` NUMERIC(38, 9),
            `detail` STRING
        )
        WITH PARTITION COLUMNS (`device` STRING)
        FROM FILES (
            format = 'PARQUET',
            hive_partition_uri_prefix = 'gs://lake/iot/reading',
            uris = [
                'gs://lake/iot/reading/device=d-1/0000-00000-aa.parquet',
                'gs://lake/iot/reading/device=d-2/0000-00000-bb.parquet'
            ]
        );

        CREATE OR REPLACE VIEW `reading` AS
        SELECT `device`, `at`, `value`, `detail`, `_written_at`
        FROM (
            SELECT *, ROW_NUMBER() OVER (PARTITION BY `device`, `at` ORDER BY `_seq` DESC) AS `_n`
            FROM `reading_rows`
        ) AS `r`
        WHERE `_n` = 1 AND `_op` <> 'delete';
        """,
        Written("bigquery", "device"));

    [Theory]
    [InlineData("redshift")]
    [InlineData("bigquery")]
    public void Before_anything_is_shown_nothing_is_loaded_and_it_says_so(string reader)
    {
        var text = Reader.Of([reader]).Single().Write(Loaded("day(at)") with { Shown = null });

        Assert.Contains("has shown no rows of this table yet", text, StringComparison.Ordinal);
        Assert.DoesNotContain("COPY", text, StringComparison.Ordinal);
        Assert.DoesNotContain("LOAD", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("athena", "Id", "int64", null, "names are of a to z, 0 to 9 and '_'")]
    [InlineData("athena", "größe", "text", null, "names are of a to z, 0 to 9 and '_'")]
    [InlineData("redshift", "xmin", "int64", null, "xmin")]
    [InlineData("redshift", "n", "decimal(38,38)", null, "Redshift has 37 digits behind the point at most")]
    [InlineData("redshift", "n", "text", "n", "which Redshift's COPY does not read")]
    [InlineData("bigquery", "_PARTITIONDATE", "date", null, "BigQuery's own beginnings")]
    [InlineData("bigquery", "2nd", "text", null, "begin with no digit")]
    [InlineData("bigquery", "n", "boolean", "n", "reads no truth values from paths")]
    public void What_a_warehouse_cannot_hold_is_named(string reader, string column, string type, string? partitionBy, string expected)
    {
        var table = new FileTable("t", [new("k", new(ValueKind.Int64), IsKey: true), new(column, FileType.Parse(type), IsKey: false)]);

        var refusals = Reader.Of([reader]).Single().Refusals(table, Options(partitionBy)).ToList();

        Assert.Contains(expected, Assert.Single(refusals).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("athena", 4000, false)]
    [InlineData("redshift", 1597, false)]
    [InlineData("redshift", 1598, true)]
    [InlineData("bigquery", 9997, false)]
    [InlineData("bigquery", 9998, true)]
    public void Too_many_columns_are_named(string reader, int count, bool isTooMany)
    {
        var table = new FileTable(
            "t", [.. Enumerable.Range(0, count).Select(static i => new FileColumn($"c{i}", new(ValueKind.Int32), IsKey: i == 0))]);

        Assert.Equal(isTooMany, Reader.Of([reader]).Single().Refusals(table, Options(null)).Any());
    }

    [Theory]
    [InlineData("decimal(38,9)", "NUMERIC(38, 9)")]
    [InlineData("decimal(38,10)", "BIGNUMERIC(38, 10)")]
    [InlineData("decimal(29,0)", "NUMERIC(29, 0)")]
    [InlineData("decimal(30,0)", "BIGNUMERIC(30, 0)")]
    [InlineData("decimal(12,5)", "NUMERIC(12, 5)")]
    [InlineData("decimal(38,38)", "BIGNUMERIC(38, 38)")]
    public void A_number_is_of_the_narrowest_type_of_BigQuery_that_holds_all_its_digits(string type, string expected) =>
        Assert.Equal(expected, Reader.Of(["bigquery"]).Single().TypeOf(FileType.Parse(type)));

    [Fact]
    public void Another_format_and_a_folder_are_no_files_for_a_warehouse()
    {
        var options = FilesOptions.From(new DialectSettings(
            new Dictionary<string, object> { ["path"] = "/lake", ["format"] = "csv", ["for"] = "athena, bigquery" }, "/nowhere"));

        var refusals = Reader.Of(options.For).SelectMany(reader => reader.Refusals(Table, options))
            .Select(static one => one.Message).ToList();

        Assert.Equal(4, refusals.Count);
        Assert.Contains(refusals, static message => message.Contains("set 'format: parquet'", StringComparison.Ordinal));
        Assert.Contains(refusals, static message => message.Contains("give 'path' as s3://bucket/prefix", StringComparison.Ordinal));
    }

    private static string Written(string reader, string partitionBy) => Reader.Of([reader]).Single().Write(Loaded(partitionBy));

    private static LoadedTable Loaded(string partitionBy) => new(
        Table,
        Options(partitionBy),
        new ManifestTable
        {
            Name = "reading",
            Columns = [],
            PartitionBy = [partitionBy],
            Rows = 2,
            LoadList = "_manifests/reading-0123.json",
            Files =
            [
                new("reading/device=d-1/0000-00000-aa.parquet", 1, 10, "aa", 0, 0),
                new("reading/device=d-2/0000-00000-bb.parquet", 1, 10, "bb", 0, 0),
            ],
        },
        static name => $"s3://lake/iot/{name}");

    private static FilesOptions Options(string? partitionBy)
    {
        var values = new Dictionary<string, object> { ["path"] = "s3://lake/iot" };
        if (partitionBy is not null)
            values["partitionBy"] = partitionBy;

        return FilesOptions.From(new DialectSettings(values, "/nowhere"));
    }
}
