using Dataflux.Profiles;

namespace Dataflux.Tests.Profiles;

public class ItemTests
{
    private const string Everything = """
        {"s":{"S":"text"},"n":{"N":"42"},"f":{"N":"-12.50"},"b":{"B":"aGVsbG8="},"t":{"BOOL":true},"nul":{"NULL":true},
         "m":{"M":{"inner":{"M":{"x":{"N":"1"}}}}},"l":{"L":[{"S":"a"},{"NULL":true},{"L":[{"N":"7"}]}]},
         "ss":{"SS":["a","\u00e9"]},"ns":{"NS":["1","2.0"]},"bs":{"BS":["AA==","AQ=="]},
         "uuid":{"S":"8f14e45f-ceea-467f-a83b-1a2f3b4c5d6e"},"textual":{"S":"12e2"},"esc\u0061ped":{"S":"\ud83d\ude00\n"},"naïve":{"N":"5"}}
        """;

    private static readonly Item Item = Item.Parse(Everything);

    [Fact]
    public void Getters_return_what_the_item_holds()
    {
        Assert.Equal(15, Item.Count);
        Assert.Equal("text", Item.String("s"));
        Assert.Equal(42, Item.Int32("n"));
        Assert.Equal(42L, Item.Int64("n"));
        Assert.Equal(-12.5m, Item.Decimal("f"));
        Assert.Equal(-12.5, Item.Double("f"));
        Assert.Equal("-12.5", Item.Number("f").Text);
        Assert.Equal("hello"u8.ToArray(), Item.Bytes("b"));
        Assert.True(Item.Bool("t"));
        Assert.Equal(1, Item.Map("m").Map("inner").Int32("x"));
        Assert.Equal(["a", "é"], Item.StringSet("ss"));
        Assert.Equal([Number.Parse("1"), Number.Parse("2")], Item.NumberSet("ns"));
        Assert.Equal([[0], [1]], Item.BytesSet("bs"));
        Assert.Equal(Guid.Parse("8f14e45f-ceea-467f-a83b-1a2f3b4c5d6e"), Item.Guid("uuid"));
        Assert.Equal(1200, Item.Int64("textual", orText: true));
        Assert.Equal("😀\n", Item.String("escaped"));
        Assert.Equal(5, Item.Int32("naïve"));
        var list = Item.List("l");
        Assert.Equal(3, list.Count);
        Assert.Equal("a", list[0].AsString());
        Assert.True(list[1].IsNull);
        Assert.Equal(7, list[2].AsList()[0].AsInt32());
        Assert.Equal(AttributeType.SS, Item["ss"].Type);
        Assert.Contains("escaped", Item.Names);
    }

    [Fact]
    public void Missing_and_null_are_told_apart()
    {
        Assert.True(Item.Has("nul"));
        Assert.True(Item.IsNull("nul"));
        Assert.False(Item.Has("NUL"));
        Assert.False(Item.IsNull("absent"));
        Assert.False(Item.IsNull("s"));
        Assert.Null(Item.TryString("nul"));
        Assert.Null(Item.TryInt64("absent"));
        Assert.Null(Item.TryMap("absent"));
        Assert.Null(Item.TryList("nul"));
        Assert.Null(Item.TryStringSet("nul"));
        Assert.Equal("text", Item.TryString("s"));
        Assert.False(Item.Has(""));
        Assert.False(Item.Has("Ã¯"));
    }

    [Fact]
    public void A_default_item_is_empty()
    {
        Item item = default;
        Assert.Equal(0, item.Count);
        Assert.Equal(Change.Put, item.Change);
        Assert.Null(item.WrittenAt);
        Assert.Null(item.OldImage);
        Assert.Equal(0, item.Keys.Count);
        Assert.False(item.Has("a"));
        Assert.Null(item.TryInt32("a"));
        Assert.Empty(item.Names);
        Assert.Equal("{}", item.ToJson().ToString());
        Assert.Throws<AttributeException>(() => item.String("a"));
        Value value = default;
        Assert.True(value.IsNull);
        Assert.Equal("null", value.ToJson().ToString());
        Assert.Throws<AttributeException>(() => value.AsString());
        Assert.Empty(default(ValueList));
    }

    [Theory]
    [InlineData("{\"pictureId\":{\"S\":\"abc\"}}", "pictureId: expected N (64-bit integer), found S \"abc\"")]
    [InlineData("{}", "pictureId: attribute is missing; expected N (64-bit integer)")]
    [InlineData(
        "{\"pictureid\":{\"N\":\"1\"}}",
        "pictureId: attribute is missing; expected N (64-bit integer); did you mean 'pictureid'? The item has \"pictureid\"")]
    [InlineData(
        "{\"pictrueId\":{\"N\":\"1\"}}",
        "pictureId: attribute is missing; expected N (64-bit integer); did you mean 'pictrueId'? The item has \"pictrueId\"")]
    [InlineData(
        "{\"picture\":{\"N\":\"1\"},\"other\":{\"N\":\"1\"}}",
        "pictureId: attribute is missing; expected N (64-bit integer); did you mean 'picture'? The item has \"picture, other\"")]
    [InlineData(
        "{\"a\":{\"N\":\"1\"},\"other\":{\"N\":\"1\"}}",
        "pictureId: attribute is missing; expected N (64-bit integer); the item has \"a, other\"")]
    [InlineData(
        "{\"pictureId\":{\"NULL\":true}}",
        "pictureId: expected N (64-bit integer), found NULL; use the Try form, or ask IsNull, where NULL is allowed")]
    [InlineData("{\"pictureId\":{\"N\":\"12.5\"}}", "pictureId: 12.5 is not a whole number; ask for Decimal or Number")]
    [InlineData("{\"pictureId\":{\"N\":\"1e19\"}}", "pictureId: 1e19 does not fit a 64-bit integer; ask for Decimal or Number")]
    public void A_failing_getter_says_what_was_found_and_asked(string item, string message)
    {
        var error = Assert.Throws<AttributeException>(() => Item.Parse(item).Int64("pictureId"));
        Assert.Equal(message, error.Message);
        Assert.Equal("pictureId", error.Path);
    }

    [Fact]
    public void A_missing_attribute_is_answered_with_the_first_twenty_there_are()
    {
        var item = Item.Parse("{" + string.Join(',', Enumerable.Range(1, 25).Select(i => $"\"a{i}\":{{\"N\":\"1\"}}")) + "}");

        Assert.EndsWith(
            "; the item has \"a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, … 5 more\"",
                Assert.Throws<AttributeException>(() => item.String("name")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_name_the_whole_path()
    {
        Assert.Equal("l[2][0]: expected S, found N 7", Message(() => Item.List("l")[2].AsList()[0].AsString()));
        Assert.Equal("m.inner.x: expected BOOL, found N 1", Message(() => Item.Map("m").Map("inner").Bool("x")));
        Assert.Equal(
            "m.inner.Y: attribute is missing; expected BOOL; the map has \"x\"", Message(() => Item.Map("m").Map("inner").Bool("Y")));
        Assert.Equal("m[\"a.b\"]: attribute is missing; expected S; the map has \"inner\"", Message(() => Item.Map("m").String("a.b")));
        Assert.Equal(
            "n: expected N (64-bit integer) or S with a number, found BOOL true",
            Message(() => Item.Parse("{\"n\":{\"BOOL\":true}}").Int64("n", orText: true)));
        Assert.Equal("s: \"text\" is not a number", Message(() => Item.Int64("s", orText: true)));
        Assert.Equal(
            "big: 3000000000 does not fit a 32-bit integer; ask for Int64, Decimal or Number",
            Message(() => Item.Parse("{\"big\":{\"N\":\"3000000000\"}}").Int32("big")));
        var longText = Message(() => Item.Parse("{\"a\":{\"S\":\"" + new string('x', 500) + "\"}}").Int32("a"));
        Assert.Equal($"a: expected N (32-bit integer), found S \"{new string('x', 40)}…\"", longText);
        Assert.Equal("Keys.id: expected N (32-bit integer), found S \"k\"", Message(() => TestData.Block(
            "{\"Metadata\":{\"WriteTimestampMicros\":1},\"Keys\":{\"id\":{\"S\":\"k\"}}}").Item(0).Keys.Int32("id")));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text_but_stays_in_json()
    {
        var item = Item.Parse("{\"a\":{\"M\":{\"t\":{\"S\":\"x\\ud800y\"}}},\"nul\":{\"S\":\"a\\u0000b\"}}");
        var value = item.Map("a")["t"];
        Assert.True(value.HasLoneSurrogate);
        Assert.StartsWith("a.t: ", Message(() => value.AsString()), StringComparison.Ordinal);
        Assert.Equal("{\"t\":\"x\\ud800y\"}", item.Map("a").ToJson().ToString());
        Assert.Equal("a\0b", item.String("nul"));
        Assert.False(item["nul"].HasLoneSurrogate);
    }

    [Fact]
    public void Kept_items_stay_valid_after_later_blocks_are_parsed()
    {
        var kept = new List<Item>();
        for (var i = 0; i < 300; i++)
        {
            var lines = string.Join(
                '\n',
                Enumerable.Range(0, 20)
                    .Select(j => "{\"Item\":{\"n\":{\"N\":\"" + ((i * 20) + j) + "\"},\"m\":{\"M\":{\"k\":{\"S\":\"v" + i + "\"}}}}}"));
            var block = TestData.Block(lines);
            for (var j = 0; j < block.Count; j++)
                kept.Add(block.Item(j));
        }

        GC.Collect();
        for (var i = 0; i < kept.Count; i++)
        {
            Assert.Equal(i, kept[i].Int32("n"));
            Assert.Equal("v" + (i / 20), kept[i].Map("m").String("k"));
        }
    }

    [Fact]
    public void Json_forms_keep_every_digit_and_type()
    {
        Assert.Equal(
            """{"n":12345678901234567890123456789012345678,"f":0.001,"b":"AA==","ss":["a"],"ns":[1,20],"x":null,"m":{"l":[true,{}]}}""",
            Item.Parse(
                """{"n":{"N":"12345678901234567890123456789012345678"},"f":{"N":"1E-3"},"b":{"B":"AA=="},"ss":{"SS":["a"]},"ns":{"NS":["1.0","2e1"]},"x":{"NULL":true},"m":{"M":{"l":{"L":[{"BOOL":true},{"M":{}}]}}}}""").ToJson().ToString());
        Assert.Equal(
            """{"a":{"S":"x"},"m":{"M":{"n": {"N":"1.0"}}}}""",
            Item.Parse("""{ "a" : {"S":"x", "N":null}, "m":{"M":{"n": {"N":"1.0"}}} }""").ToDynamoDbJson().ToString());
        Assert.Equal(
            """{"Price":1.50,"Map":{"k":"é😀<"},"Total":10000000000000000000000000000000000001}""",
            Json.Serialize(
                new
                {
                    Price = 1.50m,
                    Map = Item.Parse("{\"k\":{\"S\":\"é😀<\"}}"),
                    Total = Number.Parse("10000000000000000000000000000000000001"),
                }).ToString());
        Assert.Equal("[1]", Json.Write(w => { w.WriteStartArray(); w.WriteNumberValue(1); w.WriteEndArray(); }).ToString());
        Assert.Throws<InvalidOperationException>(() => Json.Write(w => w.WriteStartArray()));
        Assert.Throws<FormatException>(() => Json.Parse("{"));
        Assert.Throws<FormatException>(() => Json.Parse("1 2"));
        Assert.Equal("{\"a\": 1}", Json.Parse("{\"a\": 1}").ToString());
        Assert.Equal("null", default(Json).ToString());
    }

    [Fact]
    public void Top_level_getters_allocate_nothing_but_their_result()
    {
        var item = TestData.Block("{\"Item\":{\"id\":{\"N\":\"7\"},\"t\":{\"BOOL\":true},\"d\":{\"N\":\"1.5\"}}}").Item(0);
        var sum = Read(item);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            sum += Read(item);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1001 * 9.5m, sum);

        static decimal Read(Item item) => item.Int64("id") + (item.TryInt32("absent") ?? 0) + item.Decimal("d") + (item.Bool("t") ? 1 : 0);
    }

    private static string Message(Action action) => Assert.Throws<AttributeException>(action).Message;

    private static string Message(Func<object> action) => Assert.Throws<AttributeException>(() => action()).Message;
}
