using System.Text.Json;
using Dataflux.Profiles;

namespace Dataflux.Tests.Profiles;

/// <summary>Every fact of the vector files holds; the files name the source of each.</summary>
public class VectorTests
{
    public static TheoryData<string> Values() =>
        [.. TestData.Vectors("attribute-value-vectors.jsonl").Select(v => v.GetProperty("name").GetString()!)];

    public static TheoryData<string> Records() =>
        [.. TestData.Vectors("record-vectors.jsonl").Select(v => v.GetProperty("name").GetString()!)];

    [Fact]
    public void All_vectors_are_there()
    {
        Assert.Equal(102, Values().Count);
        Assert.Equal(20, Records().Count);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Attribute_value_reads_as_its_vector_says(string name)
    {
        var vector = TestData.Vectors("attribute-value-vectors.jsonl").Single(v => v.GetProperty("name").GetString() == name);
        var block = TestData.Block("{\"Item\":{\"a\":" + vector.GetProperty("attributeValue").GetRawText() + "}}");
        if (vector.TryGetProperty("expectError", out _))
        {
            Assert.Matches("^column [0-9]+: ", block.Error(0));
            return;
        }

        Assert.Null(block.Error(0));
        var value = block.Item(0)["a"];
        AssertSame(vector.GetProperty("expect"), value.ToJson(), vector.TryGetProperty("unordered", out _));
        if (vector.TryGetProperty("canonical", out var canonical))
            Assert.Equal(canonical.GetString(), value.AsNumber().Text);
        if (vector.TryGetProperty("bytesHex", out var hex))
            Assert.Equal(Convert.FromHexString(hex.GetString()!), value.AsBytes());
        if (vector.TryGetProperty("timestamp", out var time))
        {
            var epoch = name.EndsWith("seconds", StringComparison.Ordinal) ? Epoch.Seconds : Epoch.Microseconds;
            Assert.Equal(DateTimeOffset.Parse(time.GetString()!), value.AsTimestamp(epoch));
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Record_reads_as_its_vector_says(string name)
    {
        var vector = TestData.Vectors("record-vectors.jsonl").Single(v => v.GetProperty("name").GetString() == name);
        var block = TestData.Block(vector.GetProperty("line").GetString() + "\n");
        if (vector.TryGetProperty("expectError", out _))
        {
            Assert.Matches("^column [0-9]+: ", block.Error(0));
            return;
        }

        var expect = vector.GetProperty("expect");
        var operation = expect.GetProperty("op").GetString();
        if (operation == "skip")
        {
            Assert.Equal(0, block.Count);
            return;
        }

        Assert.Null(block.Error(0));
        var item = block.Item(0);
        Assert.Equal(operation == "delete" ? Change.Delete : Change.Put, item.Change);
        if (expect.TryGetProperty("item", out var attributes))
            AssertSame(attributes, item.ToJson(), unordered: false);
        if (expect.TryGetProperty("keys", out var keys))
            AssertSame(keys, item.Keys.ToJson(), unordered: false);
        if (expect.TryGetProperty("old", out var old))
            AssertSame(old, Assert.NotNull(item.OldImage).ToJson(), unordered: false);
        if (expect.TryGetProperty("writeMicros", out var micros))
            Assert.Equal(long.Parse(micros.GetString()!) * 10, (item.WrittenAt!.Value - DateTimeOffset.UnixEpoch).Ticks);
    }

    private static void AssertSame(JsonElement expected, Json actual, bool unordered)
    {
        var options = new JsonDocumentOptions { MaxDepth = 300 };
        var found = JsonDocument.Parse(actual.Utf8, options).RootElement;
        Assert.Equal(Normal(expected, unordered), Normal(found, unordered));
    }

    // Vectors write numbers no double holds as text: compare all numbers by their plain decimal text.
    private static string Normal(JsonElement json, bool unordered) => json.ValueKind switch
    {
        JsonValueKind.Object => "{"
            + string.Join(",", json.EnumerateObject().Select(p => p.Name + "=" + Normal(p.Value, unordered)).Order(StringComparer.Ordinal))
                + "}",
        JsonValueKind.Array when unordered => "["
            + string.Join(",", json.EnumerateArray().Select(e => Normal(e, unordered)).Order(StringComparer.Ordinal)) + "]",
        JsonValueKind.Array => "[" + string.Join(",", json.EnumerateArray().Select(e => Normal(e, unordered))) + "]",
        JsonValueKind.Number => Number.Parse(json.GetRawText()).Text,
        JsonValueKind.String => Number.TryParse(json.GetString(), out var number) && json.GetString()!.Length > 15
            ? number.Text
            : "'" + json.GetString() + "'",
        _ => json.GetRawText(),
    };
}
