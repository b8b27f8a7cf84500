using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using System.Numerics;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Attributes;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Profiles;

namespace Dataflux.Tests.Dialects.DynamoDb;

public sealed class AttributeEncodingTests
{
    private readonly AttributeEncodings _encodings = new();

    [Fact]
    public void Numbers_keep_all_their_digits()
    {
        var digits = new string('9', 38);
        Assert.Equal(digits, Encode(Number.Parse(digits)).N);
        Assert.Equal(digits, Encode(BigInteger.Parse(digits, CultureInfo.InvariantCulture)).N);
        Assert.Equal("-79228162514264337593543950335", Encode(decimal.MinValue).N);
        Assert.Equal("18446744073709551615", Encode(ulong.MaxValue).N);
        Assert.Equal("-128", Encode(sbyte.MinValue).N);
        Assert.Equal("0.1", Encode(0.1).N);
        Assert.Equal("1.5E+300", Encode(1.5e300).N);
        Assert.Throws<UnfitValueException>(() => Encode(double.NaN));
        Assert.Throws<UnfitValueException>(() => Encode(float.PositiveInfinity));
    }

    [Fact]
    public void Times_are_ISO_texts_of_one_length_that_sort_as_they_follow_each_other()
    {
        var summer = new DateTimeOffset(2026, 7, 1, 2, 0, 0, TimeSpan.FromHours(2)).AddTicks(1234567);
        Assert.Equal("2026-07-01T00:00:00.1234567Z", Encode(summer).S);
        Assert.Equal("2026-07-01T02:00:00.0000000Z", Encode(new DateTime(2026, 7, 1, 2, 0, 0, DateTimeKind.Utc)).S);
        Assert.Equal("2026-07-01", Encode(new DateOnly(2026, 7, 1)).S);
        Assert.Equal("02:00:00.0000000", Encode(new TimeOnly(2, 0)).S);
    }

    [Fact]
    public void Records_dictionaries_sets_and_lists_nest()
    {
        var item = Encode(new Order(
            "o-1",
            new Address("Zürich", null),
            [new Line("a", 2), new Line("b", 1)],
            new HashSet<string> { "x", "y" },
            new SortedSet<int> { 1, 2 },
            new Dictionary<string, decimal?> { ["chf"] = 1.50m, ["eur"] = null },
            Kind.Express,
            [1, 2, 3],
            Json.Parse("""{"a":[1,true,null,"s",1.10]}"""))).M;

        Assert.Equal("o-1", item["id"].S);
        Assert.Equal(["city"], item["address"].M.Keys);
        Assert.Equal(["2", "1"], item["lines"].L.Select(static line => line.M["amount"].N));
        Assert.Equal(["x", "y"], item["tags"].SS);
        Assert.Equal(["1", "2"], item["numbers"].NS);
        Assert.Equal(["chf"], item["prices"].M.Keys);
        Assert.Equal("Express", item["kind"].S);
        Assert.Equal([1, 2, 3], item["raw_bytes"].B.ToArray());
        var list = item["document"].M["a"].L;
        Assert.Equal(("1", true, true, "s", "1.10"), (list[0].N, list[1].BOOL, list[2].NULL, list[3].S, list[4].N));
        Assert.DoesNotContain("secret", item.Keys);
    }

    [Fact]
    public void A_set_without_elements_is_left_out_and_a_list_keeps_its_place_for_null()
    {
        Assert.Null(_encodings.Encode(new HashSet<string>(), 0));
        Assert.True(Encode(new string?[] { "a", null }).L[1].NULL);
        Assert.Empty(Encode(Array.Empty<string>()).L);
    }

    [Fact]
    public void What_goes_round_in_a_circle_is_refused()
    {
        var knot = new Knot();
        knot.Next = knot;

        Assert.Throws<UnfitValueException>(() => Encode(knot));
    }

    [Fact]
    public void An_item_passes_through_with_every_type_and_the_changes_made_to_it()
    {
        const string attributes =
            """
            {"s":{"S":"a"},"n":{"N":"12345678901234567890123456789012345678"},"b":{"B":"AQID"},"ss":{"SS":["x","y"]},
            "ns":{"NS":["1","2.5"]},"bs":{"BS":["AQ==","Ag=="]},"m":{"M":{"l":{"L":[{"NULL":true},{"BOOL":false}]}}},"old":{"S":"gone"}}
            """;
        var item = Item.Parse(attributes);

        var encoded = _encodings.Encode(item.ToDynamoDb().Set("s", "b").Set("count", 3).Set("copy", item["m"]).Remove("old"));

        Assert.Equal(["b", "bs", "copy", "count", "m", "n", "ns", "s", "ss"], encoded.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("b", "3"), (encoded["s"].S, encoded["count"].N));
        Assert.Equal("12345678901234567890123456789012345678", encoded["n"].N);
        Assert.Equal([1, 2, 3], encoded["b"].B.ToArray());
        Assert.Equal(["1", "2.5"], encoded["ns"].NS);
        Assert.Equal([[1], [2]], encoded["bs"].BS.Select(static bytes => bytes.ToArray()));
        Assert.True(AttributeValues.AreSame(new() { ["m"] = encoded["m"] }, new() { ["m"] = encoded["copy"] }));
        Assert.False(encoded["m"].M["l"].L[1].BOOL);
    }

    [Fact]
    public void Numbers_and_sets_are_the_same_however_they_are_written()
    {
        static bool Same(AttributeValue a, AttributeValue b) => AttributeValues.AreSame(new() { ["x"] = a }, new() { ["x"] = b });

        Assert.True(Same(new() { N = "1.0" }, new() { N = "1" }));
        Assert.True(Same(new() { NS = ["1", "20"] }, new() { NS = ["2E1", "1.00"] }));
        Assert.True(Same(new() { SS = ["a", "b"] }, new() { SS = ["b", "a"] }));
        Assert.False(Same(new() { S = "1" }, new() { N = "1" }));
        Assert.False(Same(new() { BOOL = false }, new() { NULL = true }));
        Assert.Equal(AttributeValues.KeyText(new() { N = "10" }), AttributeValues.KeyText(new() { N = "1e1" }));
    }

    private AttributeValue Encode(object value) => _encodings.Encode(value, 0)!;

    private enum Kind
    {
        Standard,
        Express,
    }

    private sealed record Order(
        [property: Key] string Id, Address Address, IReadOnlyList<Line> Lines, IReadOnlySet<string> Tags, ISet<int> Numbers,
        IReadOnlyDictionary<string, decimal?> Prices, Kind Kind, [property: Column("raw_bytes")] byte[] Raw, Json Document)
    {
        [NotMapped]
        public string Secret { get; } = "s";
    }

    private sealed record Address(string City, string? Street);

    private readonly record struct Line(string Sku, int Amount);

    private sealed class Knot
    {
        public Knot? Next { get; set; }
    }
}
