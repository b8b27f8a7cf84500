using System.Text;
using Dataflux.Profiles;
using Text = Dataflux.Profiles.Text;

namespace Dataflux.Tests.Profiles;

public sealed class TextTests
{
    private static readonly string[] Samples =
    [
        "", "a", "/img/2012/08/11/17416932.jpg", "grün", "матча", "李雷", "🌱 seed", "a\"b\\c/\n\t", "\u007f\u0080\u2028", "e\u0301",
        "\U0010FFFF",
    ];

    [Fact]
    public void A_text_is_what_the_string_of_the_attribute_is()
    {
        foreach (var sample in Samples)
        {
            var item = ItemOf(sample);
            Assert.Equal(sample, item.Text("t").ToString());
            Assert.Equal(item.String("t"), item.TryText("t")!.Value.ToString());
            Assert.Equal(Encoding.UTF8.GetBytes(sample), item.Text("t").Utf8.ToArray());
            Assert.Equal(Text.Of(sample), item.Text("t"));
        }
    }

    [Fact]
    public void Escapes_of_the_export_are_resolved()
    {
        var item = Item.Parse("""{"t":{"S":"\u0041\ud83c\udf31\/"}}""");
        Assert.Equal("A🌱/", item.Text("t").ToString());
    }

    [Fact]
    public void A_missing_attribute_another_type_and_half_a_surrogate_pair_are_errors_like_those_of_a_string()
    {
        var item = Item.Parse("""{"n":{"N":"1"},"x":{"NULL":true},"half":{"S":"\ud83c"}}""");
        foreach (var name in new[] { "gone", "n", "x", "half" })
        {
            var expected = Assert.Throws<AttributeException>(() => item.String(name));
            Assert.Equal(expected.Message, Assert.Throws<AttributeException>(() => item.Text(name)).Message);
        }

        Assert.Null(item.TryText("gone"));
        Assert.Null(item.TryText("x"));
        Assert.Throws<AttributeException>(() => item.TryText("n"));
    }

    [Fact]
    public void Texts_keep_their_characters_when_many_others_are_read()
    {
        var strings = Enumerable.Range(0, 20_000)
            .Select(i => $"{i} {new string('é', i % 50)}" + (i % 5_000 == 0 ? new string('x', 100_000) : "")).ToArray();
        var texts = strings.Select(text => ItemOf(text).Text("t")).ToArray();
        Assert.Equal(strings, texts.Select(text => text.ToString()));
    }

    [Fact]
    public void A_part_of_a_text_is_a_text_of_its_bytes()
    {
        var path = Text.Of("/img/é/1.jpg");
        Assert.Equal("é/1.jpg", path[5..].ToString());
        Assert.Equal(".jpg", path[^4..].ToString());
        Assert.Equal("1", path[8..^4].ToString());
        Assert.True(path[path.Length..].IsEmpty);
        Assert.Equal(path, path[..]);
        Assert.Equal(path[5..][..2], Text.Of("é"));
    }

    [Fact]
    public void A_part_cannot_begin_or_end_inside_a_character_or_outside_the_text()
    {
        var text = Text.Of("aé🌱");
        Assert.Throws<ArgumentException>(() => text[2..]);
        Assert.Throws<ArgumentException>(() => text[..4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Slice(0, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Slice(8, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Slice(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(Text).Slice(0, 1));
    }

    [Fact]
    public void Texts_are_ordered_by_their_code_points()
    {
        foreach (var left in Samples)
        {
            foreach (var right in Samples)
            {
                var expected = CompareCodePoints(left, right);
                Assert.Equal(expected, Math.Sign(Text.Of(left).CompareTo(Text.Of(right))));
                Assert.Equal(expected < 0, Text.Of(left) < Text.Of(right));
                Assert.Equal(expected <= 0, Text.Of(left) <= Text.Of(right));
                Assert.Equal(expected > 0, Text.Of(left) > Text.Of(right));
                Assert.Equal(expected >= 0, Text.Of(left) >= Text.Of(right));
                Assert.Equal(expected == 0, Text.Of(left) == Text.Of(right));
                Assert.Equal(expected != 0, Text.Of(left) != Text.Of(right));
            }
        }
    }

    [Fact]
    public void Equal_texts_are_one_key_wherever_they_lie()
    {
        var keys = new HashSet<Text> { ItemOf("xyz").Text("t"), Text.Of("xyz"), Text.Of("wxyz")[1..] };
        Assert.Single(keys);
        Assert.Contains(Text.Of("xyz"), keys);
        Assert.False(Text.Of("xyz").Equals((object)"xyz"));
        Assert.Equal(default(Text).GetHashCode(), Text.Of("").GetHashCode());
    }

    [Fact]
    public void A_string_that_is_no_text_becomes_none() => Assert.Throws<EncoderFallbackException>(() => Text.Of("\ud83c"));

    [Fact]
    public void A_text_stands_in_documents_and_interpolated_strings_as_its_string_does()
    {
        foreach (var sample in Samples)
        {
            var text = Text.Of(sample);
            Assert.Equal(Json.Serialize(new { sample }).ToString(), Json.Serialize(new { sample = text }).ToString());
            Assert.Equal($"<{sample}>", $"<{text}>");
            var utf8 = new byte[100];
            Assert.True(System.Text.Unicode.Utf8.TryWrite(utf8, $"<{text}>", out var written));
            Assert.Equal($"<{sample}>", Encoding.UTF8.GetString(utf8.AsSpan(0, written)));
        }
    }

    [Fact]
    public void An_interpolated_string_becomes_the_text_of_its_string()
    {
        foreach (var sample in Samples)
        {
            var (text, half, nothing, day) = (Text.Of(sample), (long?)-17, (int?)null, new DateOnly(2026, 2, 1));
            Assert.Equal(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"<{sample}|{text}|{half}|{nothing}|{1.5m:0.00}|{true}|{'x'}|{day:yyyy-MM-dd}>"),
                Text.Create($"<{sample}|{text}|{half}|{nothing}|{1.5m:0.00}|{true}|{'x'}|{day:yyyy-MM-dd}>").ToString());
        }

        var letters = new string('é', 5_000);
        Assert.Equal($"{letters}{letters}!", Text.Create($"{letters}{Text.Create($"{letters}")}!").ToString());
        Assert.True(Text.Create($"").IsEmpty);
        Assert.Throws<EncoderFallbackException>(() => Text.Create($"{"\ud83c"}"));
    }

    private static Item ItemOf(string text) =>
        Item.Parse($$$"""{"t":{"S":{{{System.Text.Json.JsonSerializer.Serialize(text)}}}}}""");

    private static int CompareCodePoints(string left, string right)
    {
        var (l, r) = (left.EnumerateRunes().ToArray(), right.EnumerateRunes().ToArray());
        for (var i = 0; i < Math.Min(l.Length, r.Length); i++)
        {
            if (l[i] != r[i])
                return Math.Sign(l[i].Value - r[i].Value);
        }

        return Math.Sign(l.Length - r.Length);
    }
}
