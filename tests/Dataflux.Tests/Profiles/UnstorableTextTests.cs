using System.Text;
using Dataflux.Profiles;

namespace Dataflux.Tests.Profiles;

public class UnstorableTextTests
{
    [Theory]
    [InlineData("""a\u0000b""", "ab", "a\uFFFDb")]
    [InlineData("""\u0000""", "", "\uFFFD")]
    [InlineData("""\\u0000""", "\\u0000", "\\u0000")]
    [InlineData("""\\\u0000""", "\\", "\\\uFFFD")]
    [InlineData("""\ud83d\ude00\uD83D""", "😀", "😀\uFFFD")]
    [InlineData("""\ude00\ud83d\ude00""", "😀", "\uFFFD😀")]
    [InlineData("""\ud83dx\n\"\u0041""", "x\n\"A", "\uFFFDx\n\"A")]
    [InlineData("""\ud83d\ud83d\ude00""", "😀", "\uFFFD😀")]
    public void Characters_that_databases_cannot_hold_are_taken_out_or_replaced(string json, string stripped, string replaced)
    {
        var line = "{\"Item\":{\"id\":{\"S\":\"" + json + "\"},\"m\":{\"M\":{\"l\":{\"L\":[{\"S\":\"" + json + "\"}]}}}}}";
        foreach (var (replacement, expected) in new[] { ("", stripped), ("\\ufffd", replaced) })
        {
            var item = TestData.Block(line).Cleaned(Encoding.UTF8.GetBytes(replacement)).Item(0);
            Assert.Equal(expected, item.String("id"));
            Assert.Equal(expected, item.Map("m").List("l")[0].AsString());
            Assert.Equal(
                expected,
                System.Text.Json.JsonDocument.Parse(item.ToJson().Utf8).RootElement.GetProperty("m").GetProperty("l")[0].GetString());
        }
    }

    [Fact]
    public void Lines_keep_their_numbers_and_malformed_ones_their_errors()
    {
        var block = ItemBlock.Parse(
            "{\"Item\":{\"a\":{\"S\":\"1\"}}}\n\nnot \\u0000 json\n{\"Item\":{\"a\":{\"S\":\"\\u00002\"}}}\n"u8.ToArray(), 10);
        var cleaned = block.Cleaned([]);
        Assert.Equal(3, cleaned.Count);
        Assert.Equal([10L, 12L, 13L], Enumerable.Range(0, 3).Select(cleaned.LineNumber));
        Assert.Equal(block.Error(1), cleaned.Error(1));
        Assert.Equal("2", cleaned.Item(2).String("a"));
    }

    [Fact]
    public void A_block_without_such_characters_is_the_same_block()
    {
        var block = TestData.Block("""{"Item":{"a":{"S":"\\plain \u00e9"}}}""");
        Assert.Same(block, block.Cleaned([]));
    }

    [Fact]
    public void Their_places_are_named_by_path()
    {
        var item = TestData.Block(
            """{"Item":{"ok":{"S":"\\u0000"},"a":{"S":"x\u0000"},"m":{"M":{"l":{"L":[{"S":"y"},{"S":"\ud800"}]},"s":{"SS":["\u0000"]}}}}}""").Item(0);
        Assert.Equal(["a", "m.l[1]", "m.s[0]"], item.UnstorablePaths());
    }
}
