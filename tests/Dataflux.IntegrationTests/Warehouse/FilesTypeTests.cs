using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Numerics;
using Dataflux.Dialects.Warehouse;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Dialects.Warehouse.Publishing;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;
using ParquetSharp;

namespace Dataflux.IntegrationTests.Warehouse;

/// <summary>Values at the edges of their types, in Parquet as two readers see it that share no code with each other.</summary>
public sealed class FilesTypeTests : IDisposable
{
    private const string Greatest = "99999999999999999999999999999.999999999"; // 38 digits, 9 of them behind the point
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-types-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_at_the_edges_are_read_as_they_were_written_by_two_readers()
    {
        await PublishAsync(Row(1, edge: true), Row(2, edge: false), new Edge(3));

        var path = FilesPath();
        Assert.Equal<IEnumerable<string?>>(
            [
                "1", Greatest, "-9999999999", "1969-12-31 23:59:59.999999+00",
                "0001-01-01", "true", "-2147483648", "9223372036854775807", "1.7976931348623157e+308", "zero \0 \U0001F600", "{\"a\":[1]}",
                "0f8fad5b-d9cb-469f-a165-70867728950e", "Second", "\\x00\\xFF", "1.50000",
            ],
            DuckDb.Rows($"select * exclude (_op, _written_at, _seq) from '{path}' where id = 1").Single());
        Assert.Equal<IEnumerable<string?>>(
            Enumerable.Repeat<string?>(null, 14),
            DuckDb.Rows($"select * exclude (_op, _written_at, _seq, id) from '{path}' where id = 3").Single());

        using var file = new ParquetFileReader(path);
        using var group = file.RowGroup(0);
        Assert.Equal(3, group.MetaData.NumRows);
        Assert.Equal([1L, 2L, 3L], Read<long>(group, file, "id"));
        Assert.Equal(
            [new DateTime(1969, 12, 31, 23, 59, 59).AddTicks(9_999_990), new DateTime(2026, 1, 31, 12, 0, 0).AddTicks(1_234_560), null],
            Read<DateTime?>(group, file, "at"));
        Assert.Equal([int.MinValue, 7, null], Read<int?>(group, file, "small"));
        Assert.Equal<IEnumerable<string?>>(["zero \0 \U0001F600", "", null], Read<string?>(group, file, "label"));
        Assert.Equal([double.MaxValue, -0.5, null], Read<double?>(group, file, "ratio"));
        Assert.Equal([1.5m, -2m, null], Read<decimal?>(group, file, "price"));
        var number = file.FileMetaData.Schema.Column(file.FileMetaData.Schema.ColumnIndex("number")).LogicalType;
        Assert.Equal("Decimal(precision=38, scale=9)", number.ToString());
    }

    [Fact]
    public async Task Times_of_one_column_are_found_by_a_filter_because_no_statistics_say_otherwise()
    {
        var noon = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        await PublishAsync([.. Enumerable.Range(0, 50).Select(i => new Edge(i) { At = noon })]);

        var path = FilesPath();
        Assert.Equal("50", DuckDb.Rows($"select count(*) from '{path}' where \"at\" = '2026-01-31 12:00:00+00'::timestamptz").Single()[0]);
        Assert.Equal("2026-01-31 12:00:00+00", DuckDb.Rows($"select max(\"at\") from '{path}'").Single()[0]);
        Assert.Equal("0", DuckDb.Rows($"select count(stats_min_value) from parquet_metadata('{path}')").Single()[0]);
    }

    [Theory]
    [InlineData("1.0000000001", "holds 29 digits before the point and 9 behind it")]
    [InlineData("100000000000000000000000000000", "holds 29 digits before the point and 9 behind it")]
    public async Task A_number_that_would_be_rounded_is_refused_with_what_to_do(string number, string expected)
    {
        await using var target = Open();
        await target.PrepareAsync([typeof(Edge)], Stop);
        await using var session = await target.OpenSessionAsync(Stop);

        var thrown = await Record.ExceptionAsync(() => session.WriteAsync(
            one => one.Upsert([new Edge(1) { Number = Number.Parse(number) }]), Stop));

        var failure = target.Classify(thrown!);
        Assert.Equal(FailureKind.Row, failure.Kind);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Edge.Number (column 'number' of 'edge')", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_in_files_is_found_before_the_first_row()
    {
        await using var target = Open(("partitionBy", "day(label),nowhere"));

        var thrown = await Assert.ThrowsAsync<TargetException>(() => target.PrepareAsync([typeof(Edge), typeof(Bad)], Stop));

        string[] parts =
        [
            "'label' is a column of Text; expected a time", "has no column 'nowhere'", "'_op' of its own", "is decimal(39,0)",
            "'Name' and 'name' are one name", "Bad has no [Key]",
        ];
        Assert.All(parts, part => Assert.Contains(part, thrown.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_end_at_their_limit_and_hold_all_rows_in_their_order_and_partitions_have_folders_of_their_own()
    {
        Edge[] rows =
        [
            .. Enumerable.Range(0, 900)
                .Select(static i => new Edge(i) { At = DateTimeOffset.UnixEpoch.AddHours(i % 48), Small = i % 3 }),
        ];
        await using (var target = Open(("partitionBy", "small,day(at)")))
            await PublishAsync(target, rows);

        var files = FilesWorkspace.FilesOf(_folder).Select(static file => (string)file["path"]!).ToList();
        Assert.Equal(
            from small in Enumerable.Range(0, 3) from day in new[] { 1, 2 } select $"edge/small={small}/at_day=1970-01-0{day}",
            files.Select(static path => path[..path.LastIndexOf('/')]).Distinct());
        Assert.True(files.Count > 6, $"{files.Count} files");
        var all = $"read_parquet('{_folder}/edge/*/*/*.parquet', hive_partitioning = true)";
        Assert.Equal(
            rows.Select(static row => new[] { $"{row.Id}", $"{row.Small}", $"{row.At!.Value:yyyy-MM-dd}" }),
            DuckDb.Rows($"select id, small, at_day from {all} where _seq = id order by id"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Edge Row(long id, bool edge) => edge
        ? new(id)
        {
            Number = Number.Parse(Greatest),
            Whole = BigInteger.Parse("-9999999999"),
            At = new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(9_999_999),
            Day = DateOnly.MinValue,
            Flag = true,
            Small = int.MinValue,
            Large = long.MaxValue,
            Ratio = double.MaxValue,
            Label = "zero \0 \U0001F600",
            Document = Json.Parse("{\"a\":[1]}"),
            Uuid = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
            Kind = EdgeKind.Second,
            Bytes = [0, 255],
            Price = 1.5m,
        }
        : new(id)
        {
            At = new DateTimeOffset(2026, 1, 31, 14, 0, 0, TimeSpan.FromHours(2)).AddTicks(1_234_567),
            Small = 7,
            Label = "",
            Ratio = -0.5,
            Price = -2,
        };

    private static T[] Read<T>(RowGroupReader group, ParquetFileReader file, string column)
    {
        using var reader = group.Column(file.FileMetaData.Schema.ColumnIndex(column)).LogicalReader<T>();
        return reader.ReadAll((int)group.MetaData.NumRows);
    }

    private string FilesPath() => Path.Combine(_folder, (string)FilesWorkspace.FilesOf(_folder).Single()["path"]!);

    private FilesTarget Open(params (string Name, string Value)[] more)
    {
        var values = more.ToDictionary(static pair => pair.Name, static pair => (object)pair.Value);
        values["path"] = _folder;
        return new(
            FilesOptions.From(new DialectSettings(values, "/nowhere")), Path.Combine(_folder, "_state"),
            more.Length == 0 ? null : new FileLimits(1500, 1500, 3000));
    }

    private async Task PublishAsync(params Edge[] rows)
    {
        await using var target = Open();
        await PublishAsync(target, rows);
    }

    private static async Task PublishAsync(FilesTarget target, Edge[] rows)
    {
        await target.PrepareAsync([typeof(Edge)], Stop);
        await using var session = await target.OpenSessionAsync(Stop);
        await session.WriteAsync(one => one.Upsert(rows), Stop);
        await target.Capabilities.Publication!.PublishAsync(default, static _ => { }, Stop);
    }

    private enum EdgeKind
    {
        First,
        Second,
    }

    [Table("edge")]
    private sealed record Edge([property: Key] long Id)
    {
        public Number? Number { get; init; }

        public BigInteger? Whole { get; init; }

        public DateTimeOffset? At { get; init; }

        public DateOnly? Day { get; init; }

        public bool? Flag { get; init; }

        public int? Small { get; init; }

        public long? Large { get; init; }

        public double? Ratio { get; init; }

        public string? Label { get; init; }

        public Json? Document { get; init; }

        public Guid? Uuid { get; init; }

        public EdgeKind? Kind { get; init; }

        public byte[]? Bytes { get; init; }

        [Column(TypeName = "decimal(12,5)")]
        public decimal? Price { get; init; }
    }

    private sealed record Bad(
        [property: Column("_op")] string Op, [property: Column("n", TypeName = "decimal(39,0)")] decimal Digits,
        [property: Column("Name")] string Name, [property: Column("name")] string Other);
}
