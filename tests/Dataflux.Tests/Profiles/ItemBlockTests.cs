using System.Text;
using Dataflux.Profiles;

namespace Dataflux.Tests.Profiles;

public class ItemBlockTests
{
    [Fact]
    public void Malformed_and_empty_lines_leave_their_neighbours_alone()
    {
        var lines = "{\"Item\":{\"a\":{\"N\":\"1\"}}}\r\n\n{\"Item\":{\"a\":{\"N\":\"x\"}}}\n  "
            + "\r\n\"unclosed\n{\"Item\":{\"a\":{\"N\":\"2\"}}}";
        var block = ItemBlock.Parse(Encoding.UTF8.GetBytes(lines), 100);
        Assert.Equal(4, block.Count);
        Assert.Equal(1, block.Item(0).Int32("a"));
        Assert.Equal(2, block.Item(3).Int32("a"));
        Assert.Equal("column 20: N \"x\" is not a number", block.Error(1));
        Assert.Equal("column 1: expected a JSON object, found '\"'", block.Error(2));
        Assert.Equal([100L, 102L, 104L, 105L], Enumerable.Range(0, 4).Select(block.LineNumber));
        Assert.Equal("{\"Item\":{\"a\":{\"N\":\"1\"}}}", Encoding.UTF8.GetString(block.Line(0).Span));
        Assert.Equal("\"unclosed", Encoding.UTF8.GetString(block.Line(2).Span));
        Assert.Throws<InvalidOperationException>(() => block.Item(1));
    }

    [Fact]
    public void A_part_of_an_array_is_a_block()
    {
        var bytes = "xx{\"Item\":{\"a\":{\"S\":\"b\"}}}\nyy"u8.ToArray();
        var block = ItemBlock.Parse(bytes.AsMemory(2, bytes.Length - 4), 1);
        Assert.Equal(1, block.Count);
        Assert.Equal("b", block.Item(0).String("a"));
        Assert.Equal(0, ItemBlock.Parse(default, 1).Count);
    }

    [Fact]
    public void Invalid_utf8_spoils_its_own_line_only()
    {
        byte[] bytes = [.. "{\"Item\":{\"a\":{\"S\":\"é"u8, 0xFF, .. "\"}}}\n{\"Item\":{\"a\":{\"S\":\"é\"}}}\n"u8];
        var block = ItemBlock.Parse(bytes, 1);
        Assert.Equal("column 21: expected UTF-8, found the byte 0xFF", block.Error(0));
        Assert.Equal("é", block.Item(1).String("a"));
    }

    [Theory]
    [InlineData("{\"Item\":{\"a\":{\"S\":\"é\"}", "column 23: expected ',' or '}', found the end")]
    [InlineData("{\"Item\":{\"é\":{\"S\":\"x\"},}}", "column 24: expected '\"' and an attribute name, found '}'")]
    [InlineData("{\"Item\":{\"a\":{\"S\":\"x\"},\"a\":{\"S\":\"y\"}}}", "column 25: the attribute name \"a\" occurs twice in one map")]
    [InlineData(
        "{\"Item\":{\"a\":{\"S\":\"x\"},\"\\u0061\":{\"S\":\"y\"}}}", "column 25: the attribute name \"a\" occurs twice in one map")]
    [InlineData("{\"Item\":{\"\":{\"S\":\"x\"}}}", "column 11: an attribute name is empty")]
    [InlineData("{\"Item\":{\"a\":{\"S\":\"x\",\"N\":\"1\"}}}", "column 27: a value has two types")]
    [InlineData(
        "{\"Item\":{\"a\":{\"X\":\"x\"}}}", "column 16: expected one of the types S, N, B, BOOL, NULL, M, L, SS, NS, BS, found \"X\"")]
    [InlineData("{\"Item\":{\"a\":{\"NULL\":false}}}", "column 22: expected true, the only value of NULL, found 'f'")]
    [InlineData("{\"Item\":{\"a\":{\"NS\":[\"1\",\"1.0\"]}}}", "column 26: the set element 1.0 occurs twice")]
    [InlineData("{\"Item\":{\"a\":{\"B\":\"AAA\"}}}", "column 20: B \"AAA\" is not base64 with padding")]
    [InlineData(
        "{\"Item\":{\"a\":{\"S\":\"x\\q\"}}}", "column 22: expected one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u, found 'q'")]
    [InlineData(
        "{\"Item\":{\"a\":{\"S\":\"x\ty\"}}}", "column 21: expected the closing '\"' of a string, found the control character U+0009")]
    [InlineData("{\"Item\":{}} x", "column 13: expected nothing after the closing '}', found 'x'")]
    [InlineData("{\"Itam\":{}}", "column 1: expected a member Item (full export) or Keys (incremental export)")]
    [InlineData("{\"Item\":{},\"Item\":{}}", "column 13: the member Item occurs twice")]
    [InlineData("{\"Item\":{},\"Keys\":{}}", "column 1: a line has Item beside Keys, NewImage or OldImage; expected one form")]
    public void Errors_name_the_column_and_what_was_expected(string line, string error) => Assert.Equal(error, TestData.Error(line));

    [Fact]
    public void Nesting_is_read_to_128_levels()
    {
        var generator = new ItemGenerator(seed: 3);
        Assert.Null(TestData.Block(generator.DeepLine(128)).Error(0));
        Assert.Contains("deeper than 128 levels", TestData.Error(generator.DeepLine(129)), StringComparison.Ordinal);
        Assert.Contains("deeper than 128 levels", TestData.Error("{\"x\":" + new string('[', 100_000)), StringComparison.Ordinal);
        Assert.Contains(
            "deeper than 128 levels",
            TestData.Error(
                string.Concat(Enumerable.Repeat("{\"Item\":{\"a\":{\"M\":", 1))
                + string.Concat(Enumerable.Repeat("{\"a\":{\"M\":", 50_000))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_over_400_kilobytes_and_maps_of_many_attributes_are_read()
    {
        var text = string.Concat(Enumerable.Repeat("\\u0001é", 200_000));
        var many = string.Join(',', Enumerable.Range(0, 30_000).Select(i => $"\"a{i}\":{{\"N\":\"{i}\"}}"));
        var block = TestData.Block(
            "{\"Item\":{\"t\":{\"S\":\"" + text + "\"}}}\n{\"Item\":{" + many + "}}\n{\"Item\":{" + many + ",\"a7\":{\"S\":\"\"}}}");
        Assert.Equal(400_000, block.Item(0).String("t").Length);
        Assert.Equal(30_000, block.Item(1).Count);
        Assert.Equal(29_999, block.Item(1).Int32("a29999"));
        Assert.EndsWith("the attribute name \"a7\" occurs twice in one map", block.Error(2), StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_parses_from_any_form_and_over_several_lines()
    {
        Assert.Equal(1, Item.Parse("{\n  \"Item\": {\n \"a\": {\"N\": \"1\"}\n}\n}\n").Int32("a"));
        Assert.Equal("x", Item.Parse("{\"Item\":{\"S\":\"x\"}}").String("Item"));
        Assert.Equal(Change.Delete, Item.Parse("{\"Metadata\":{\"WriteTimestampMicros\":\"1\"},\"Keys\":{\"a\":{\"S\":\"k\"}}}").Change);
        Assert.Equal(
            "column 6: expected a typed value such as {\"S\":\"text\"}, found '1'",
            Assert.Throws<FormatException>(() => Item.Parse("{\"a\":1}")).Message);
        Assert.Throws<FormatException>(() => Item.Parse(""));
        Assert.Throws<FormatException>(() => Item.Parse("{\"a\":{\"S\":\"\ud800\"}}"));
    }
}
