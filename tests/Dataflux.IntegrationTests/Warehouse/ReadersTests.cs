using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Numerics;
using System.Text.RegularExpressions;
using Dataflux.Dialects.Warehouse;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Dialects.Warehouse.Publishing;
using Dataflux.Dialects.Warehouse.Readers;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.S3;
using Dataflux.Profiles;
using ParquetSharp;

namespace Dataflux.IntegrationTests.Warehouse;

/// <summary>
/// The statements for warehouses against the files that they are for: types as another reader sees them, and what of them DuckDB can run.
/// </summary>
public sealed partial class ReadersTests(S3Server server) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-readers-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("athena", "CREATE EXTERNAL TABLE")]
    [InlineData("redshift", "CREATE TEMP TABLE")]
    [InlineData("bigquery", "LOAD DATA")]
    public async Task The_columns_of_a_statement_are_those_of_the_file_in_its_order_with_a_type_that_reads_them(
        string reader, string statement)
    {
        var table = await PublishAsync(new Every(1) { Text = "a" });

        var text = Reader.Of([reader]).Single().Write(table);

        var columns = text[text.IndexOf(statement, StringComparison.Ordinal)..];
        columns = columns[..columns.IndexOf("\n)", StringComparison.Ordinal)];
        using var file = new ParquetFileReader(Path.Combine(_folder, table.Shown!.Files[0].Path));
        var schema = file.FileMetaData.Schema;
        Assert.Equal(
            Enumerable.Range(0, schema.NumColumns).Select(i => (schema.Column(i).Name, TypeFor(reader, schema.Column(i)))),
            ColumnLine().Matches(columns).Select(static match => (match.Groups["name"].Value, match.Groups["type"].Value)));
    }

    [Fact]
    public async Task Athenas_view_and_Redshifts_script_give_the_last_state_of_each_key_in_DuckDB_however_often_they_are_run()
    {
        var table = await PublishAsync(
            new Every(1) { Text = "old" }, new Every(2) { Text = "kept", Document = Json.Parse("{\"a\":[1]}") },
            new Every(1) { Text = "new" }, new EveryKey(3), new Every(4) { Text = "deleted later" }, new EveryKey(4));
        var files = string.Join(", ", table.Shown!.Files.Select(file => $"'{Path.Combine(_folder, file.Path)}'"));
        var athena = Reader.Of(["athena"]).Single().Write(table);
        var redshift = Reader.Of(["redshift"]).Single().Write(table)
            .Replace("JSON_PARSE(", "json(", StringComparison.Ordinal).Replace("super", "json", StringComparison.Ordinal);
        redshift = VarByte().Replace(redshift, "blob");
        var copied = Copy().Replace(redshift, $"INSERT INTO \"every_stage\" SELECT * FROM read_parquet([{files}]);");
        string[] stale = ["1", "stale", "9", "stale, too"];

        string[][] expected = [["1", "new"], ["2", "kept"]];
        Assert.Equal(expected, DuckDb.Rows(
            "select id, text from every order by id", $"create view every_rows as select * from read_parquet([{files}])",
            athena[athena.IndexOf("CREATE OR REPLACE VIEW", StringComparison.Ordinal)..]));
        Assert.Equal(expected, DuckDb.Rows(
            "select id, text from every order by id",
            [
                copied[..copied.IndexOf("BEGIN;", StringComparison.Ordinal)],
                $"insert into every (id, text) values ({stale[0]}, '{stale[1]}'), ({stale[2]}, '{stale[3]}')", copied, copied,
            ]));
        Assert.Equal("{\"a\":[1]}", DuckDb.Rows("select document from every where id = 2", copied).Single()[0]);
    }

    [Fact]
    public async Task Ddl_names_the_files_that_are_shown_and_check_names_what_a_warehouse_cannot_hold_before_anything_runs()
    {
        using var workspace = Workspace.CreateUnconfigured();
        await workspace.GenerateExportAsync("--items", "300", "--files", "1");
        FilesWorkspace.WritePictures(workspace, "parquet");
        var bucket = await server.CreateBucketAsync();
        var path = Path.Combine(workspace.Folder, "migrations", "files.yaml");
        await File.WriteAllTextAsync(
            path,
            (await File.ReadAllTextAsync(path, Stop)).Replace(
                "path: ../lake",
                $"path: \"s3://{bucket}/lake\", endpoint: \"http://{server.Address}\", for: [athena, redshift, bigquery]",
                StringComparison.Ordinal),
            Stop);
        await workspace.RunAsync(0, "check", "files.yaml", "--sample", "0");
        Assert.Contains("has shown no rows", await workspace.RunAsync(0, "ddl", "files.yaml", "--for", "redshift"));
        await workspace.RunAsync(0, "migrate", "files.yaml", "--quiet");

        var statements = await workspace.RunAsync(0, "ddl", "files.yaml", "--for", "redshift");
        var list = Copied().Match(statements).Groups["key"].Value;
        Assert.Contains(list, await server.KeysAsync(bucket, ""));
        Assert.Contains("Not run against the service", statements, StringComparison.Ordinal);
        Assert.Contains("gs://", await workspace.RunAsync(0, "ddl", "files.yaml", "--for", "bigquery"), StringComparison.Ordinal);
        Assert.Contains("expected athena, redshift or bigquery", await workspace.RunAsync(2, "ddl", "files.yaml", "--for", "oracle"));

        var profile = Path.Combine(workspace.Folder, "migrations", "files.csx");
        await File.WriteAllTextAsync(
            profile,
            (await File.ReadAllTextAsync(profile, Stop)).Replace(
                "Guid Uuid,", "[property: Column(\"Uuid\")] Guid Uuid,", StringComparison.Ordinal),
            Stop);
        var refused = await workspace.RunAsync(2, "check", "files.yaml", "--sample", "0");
        Assert.Contains("Picture: Athena has no column 'Uuid'", refused, StringComparison.Ordinal);
        Assert.Contains("files.csx(", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_longer_than_Redshift_takes_is_a_reject_and_one_that_is_not_is_none()
    {
        var values = new Dictionary<string, object> { ["path"] = _folder, ["for"] = "redshift" };
        await using var target = new FilesTarget(
            FilesOptions.From(new DialectSettings(values, _folder)), Path.Combine(_folder, "state"));
        await using var session = await target.OpenSessionAsync(Stop);

        await session.WriteAsync(one => one.Upsert([new Every(1) { Text = new string('a', 65_535) }]), Stop);
        var thrown = await Record.ExceptionAsync(() => session.WriteAsync(
            one => one.Upsert([new Every(2) { Text = new string('ä', 32_768) }]), Stop));

        var failure = target.Classify(thrown!);
        Assert.Equal(FailureKind.Row, failure.Kind);
        Assert.Contains("has 65536 bytes in UTF-8", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // As the guides of the services map Parquet's types, not as dataflux does.
    private static string TypeFor(string reader, ColumnDescriptor column)
    {
        var logical = column.LogicalType;
        var kind = logical.Type is LogicalTypeEnum.None or LogicalTypeEnum.Int ? column.PhysicalType.ToString() : logical.Type.ToString();
        var digits = logical is DecimalLogicalType number ? (number.Precision, number.Scale) : default;
        return (kind, reader) switch
        {
            ("Boolean", "bigquery") => "BOOL",
            ("Boolean", _) => "boolean",
            ("Int32", "athena") => "int",
            ("Int32", "redshift") => "integer",
            ("Int64", "athena" or "redshift") => "bigint",
            ("Int32" or "Int64", _) => "INT64",
            ("Float", "athena") => "float",
            ("Float", "redshift") => "real",
            ("Double", "athena") => "double",
            ("Double", "redshift") => "double precision",
            ("Float" or "Double", _) => "FLOAT64",
            ("Decimal", "bigquery") => (digits.Scale > 9 || digits.Precision - digits.Scale > 29 ? "BIGNUMERIC" : "NUMERIC")
                + $"({digits.Precision}, {digits.Scale})",
            ("Decimal", _) => $"decimal({digits.Precision},{digits.Scale})",
            ("Timestamp", "bigquery") => "TIMESTAMP",
            ("Timestamp", _) => "timestamp",
            ("Date", "bigquery") => "DATE",
            ("Date", _) => "date",
            ("String", "athena") => "string",
            ("String", "redshift") => "varchar(65535)",
            ("String", _) => "STRING",
            ("ByteArray", "athena") => "binary",
            ("ByteArray", "redshift") => "varbyte(65535)",
            ("ByteArray", _) => "BYTES",
            _ => throw new InvalidOperationException($"{column.Name} is {kind}"),
        };
    }

    private async Task<LoadedTable> PublishAsync(params object[] rows)
    {
        var options = FilesOptions.From(new DialectSettings(new Dictionary<string, object> { ["path"] = _folder }, _folder));
        await using var target = new FilesTarget(options, Path.Combine(_folder, "_state"));
        await target.PrepareAsync([typeof(Every)], Stop);
        await target.PrepareDeletesAsync([typeof(EveryKey)], Stop);
        await using var session = await target.OpenSessionAsync(Stop);
        foreach (var row in rows)
            await session.WriteAsync(one => row is EveryKey key ? one.Delete([key]) : one.Upsert([(Every)row]), Stop);

        await target.Capabilities.Publication!.PublishAsync(default, static _ => { }, Stop);
        var manifest = Manifest.Parse(await File.ReadAllBytesAsync(Path.Combine(_folder, "_manifest.json"), Stop));
        return new(new TableShapes().TableOf(typeof(Every)), options, manifest.Tables.Single(), static name => $"s3://lake/{name}");
    }

    [GeneratedRegex(@"^ +[`""](?<name>\w+)[`""] (?<type>[^\n]+?)(,|$)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ColumnLine();

    [GeneratedRegex(@"COPY [^;]+;", RegexOptions.None, 1000)]
    private static partial Regex Copy();

    [GeneratedRegex(@"varbyte\(\d+\)", RegexOptions.None, 1000)]
    private static partial Regex VarByte();

    [GeneratedRegex(@"FROM 's3://[^/]+/(?<key>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Copied();

    [Table("every")]
    private sealed record Every([property: Key] long Id)
    {
        public bool? Flag { get; init; }

        public int? Small { get; init; }

        public float? Single { get; init; }

        public double? Ratio { get; init; }

        public Number? Number { get; init; }

        public BigInteger? Whole { get; init; }

        [Column(TypeName = "decimal(12,5)")]
        public decimal? Price { get; init; }

        public DateTimeOffset? At { get; init; }

        public DateOnly? Day { get; init; }

        public string? Text { get; init; }

        public Json? Document { get; init; }

        public byte[]? Bytes { get; init; }
    }

    [Table("every")]
    private sealed record EveryKey([property: Key] long Id);
}
