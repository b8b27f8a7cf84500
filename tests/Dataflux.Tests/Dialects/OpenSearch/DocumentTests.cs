using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Numerics;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using Dataflux.Dialects.OpenSearch.Documents;
using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Dialects.OpenSearch.Indexes;
using Dataflux.Profiles;

namespace Dataflux.Tests.Dialects.OpenSearch;

/// <summary>Records as documents: names, ids, values.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void Fields_have_the_names_of_attributes_of_the_mapping_or_of_properties()
    {
        var record = new Named(1, "a", "b", "c", new Inner("d"), "e");

        Assert.Equal("""{"id":1,"given":"a","in_mapping":"b","plainName":"c","inner":{"insideName":"d"}}""", JsonOf(record, "in_mapping"));
    }

    [Fact]
    public void Values_keep_all_that_they_say()
    {
        var record = new Values(
            1, 1234567890.1234567890m, Number.Parse("99999999999999999999999999999999999999"),
            BigInteger.Parse("123456789012345678901234567890", null), 0.1, new(2026, 7, 1, 2, 0, 0, TimeSpan.FromHours(2)),
            new(2026, 7, 1, 0, 0, 0, DateTimeKind.Utc), new(2026, 7, 1), [0xfb, 0xff], Color.Dark, [1, 2],
            new() { ["x"] = null, ["ü"] = 2 }, null);

        Assert.Equal(
            "{\"id\":1,\"amount\":1234567890.1234567890,"
            + "\"large\":99999999999999999999999999999999999999,\"whole\":123456789012345678901234567890,\"part\":0.1,"
            + "\"at\":\"2026-07-01T00:00:00.0000000Z\",\"utc\":\"2026-07-01T00:00:00.0000000Z\",\"day\":\"2026-07-01\",\"bytes\":\"+/8=\","
            + "\"color\":\"very-dark\",\"list\":[1,2],\"map\":{\"x\":null,\"ü\":2}}",
            JsonOf(record));
    }

    [Fact]
    public void JSON_that_is_laid_out_in_lines_is_written_in_one_with_its_digits()
    {
        var body = new Json("{\n \"n\": 1.10,\n \"t\": \"a\\nb\"\n}"u8.ToArray());

        Assert.Equal("""{"id":1,"body":{"n":1.10,"t":"a\nb"}}""", JsonOf(new Whole(1, body)));
    }

    [Theory]
    [InlineData("a", "b", "a|b")]
    [InlineData("a|", "b", @"a\||b")]
    [InlineData("a", "|b", @"a|\|b")]
    [InlineData(@"a\", "b", @"a\\|b")]
    [InlineData("", "a|b", @"|a\|b")]
    [InlineData("", "", "|")]
    public void The_parts_of_a_key_are_joined_so_that_different_keys_differ(string first, string second, string id) =>
        Assert.Equal(id, DocumentShape.For(typeof(Pair), Index()).IdOf(new Pair(first, second)));

    [Fact]
    public void A_key_of_numbers_or_times_is_the_same_however_it_is_written()
    {
        Assert.Equal("1.5", IdOf(new KeyOf<decimal>(1.50m)));
        Assert.Equal("1.5", IdOf(new KeyOf<Number>(Number.Parse("15e-1"))));
        Assert.Equal("2026-07-01T00:00:00.0000000Z", IdOf(new KeyOf<DateTimeOffset>(new(2026, 7, 1, 2, 0, 0, TimeSpan.FromHours(2)))));
        Assert.Equal("+/8=", IdOf(new KeyOf<byte[]>([0xfb, 0xff])));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void A_key_that_is_empty_or_too_long_is_refused(string? key)
    {
        Assert.Throws<UnfitDocumentException>(() => IdOf(new KeyOf<string?>(key)));
        Assert.Throws<UnfitDocumentException>(() => IdOf(new KeyOf<string?>(new string('ü', 257))));
        Assert.Equal(256, IdOf(new KeyOf<string?>(new string('ü', 256))).Length);
    }

    [Fact]
    public void A_record_that_does_not_fit_its_index_is_found()
    {
        var strict = IndexInfo.From(
            "a", "a-1", JsonDocument.Parse("""{"mappings":{"dynamic":"strict","properties":{"id":{"type":"long"}}}}""").RootElement);

        var findings = RecordCheck.Find(typeof(Unfit), strict, isKey: false).Select(static finding => finding.Property).ToList();

        Assert.Equal([null, "Meta", "Empty", "Twice", "Other"], findings);
    }

    private static string IdOf<T>(KeyOf<T> record) => DocumentShape.For(typeof(KeyOf<T>), Index()).IdOf(record);

    private static string JsonOf(object record, params string[] declared)
    {
        var json = new ArrayBufferWriter<byte>();
        DocumentShape.For(record.GetType(), Index(declared)).Write(record, json);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private static IndexInfo Index(params string[] fields) =>
        new() { Asked = "a", Shown = "a", Name = "a", ReadFrom = "a", Fields = fields };

    private enum Color
    {
        [EnumMember(Value = "very-dark")]
        Dark,
    }

    private sealed record Named(
        [property: Key] int Id, [property: Column("given")] string Other, string InMapping, string PlainName, Inner Inner,
        [property: NotMapped] string Left);

    private sealed record Inner(string InsideName);

    private sealed record Whole([property: Key] int Id, Json Body);

    private sealed record Values(
        [property: Key] int Id, decimal Amount, Number Large, BigInteger Whole, double Part, DateTimeOffset At, DateTime Utc, DateOnly Day,
        byte[] Bytes, Color Color, int[] List, Dictionary<string, int?> Map, string? Nothing);

    private sealed record Pair([property: Key] string First, [property: Key] string Second);

    private sealed record KeyOf<T>([property: Key] T Key);

    private sealed record Unfit(
        [property: Column("_id")] int Meta, [property: Column("a..b")] int Empty, [property: Column("id")] int Twice,
        [property: Column("id")] int Again, int Other);
}
