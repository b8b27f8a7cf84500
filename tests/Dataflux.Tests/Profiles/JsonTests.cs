using System.Text;
using System.Text.Json;
using Json = Dataflux.Profiles.Json;

namespace Dataflux.Tests.Profiles;

public sealed class JsonTests
{
    [Fact]
    public void Documents_keep_their_text_when_later_ones_are_written()
    {
        var first = Json.Write(json => json.WriteStringValue("first"));
        var second = Json.Write(json => json.WriteStringValue(new string('x', 400_000)));
        var third = Json.Write(json => json.WriteStringValue("third"));

        Assert.Equal("\"first\"", first.ToString());
        Assert.Equal(400_002, second.Utf8.Length);
        Assert.Equal("\"third\"", third.ToString());
    }

    [Fact]
    public void Document_may_be_written_while_another_is_written()
    {
        var outer = Json.Write(json =>
        {
            json.WriteStartArray();
            json.WriteRawValue(Json.Write(inner => inner.WriteNumberValue(1)).Utf8.Span);
            json.WriteNumberValue(2);
            json.WriteEndArray();
        });

        Assert.Equal("[1,2]", outer.ToString());
    }

    [Fact]
    public void Every_character_stands_for_itself_but_those_that_JSON_must_escape()
    {
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (code is >= 0xD800 and <= 0xDFFF)
                continue;

            var text = $"a{char.ConvertFromUtf32(code)}z";
            var utf8 = Encoding.UTF8.GetBytes(text);
            var ofString = Json.Write(json => json.WriteStringValue(text)).Utf8;
            Assert.Equal(text, JsonDocument.Parse(ofString).RootElement.GetString());
            Assert.True(ofString.Span.SequenceEqual(Json.Write(json => json.WriteStringValue(utf8)).Utf8.Span), $"U+{code:X4}");
            var isEscaped = code < 0x20 || code is '"' or '\\'; // RFC 8259, section 7
            Assert.True(isEscaped != ofString.Span[1..^1].SequenceEqual(utf8), $"U+{code:X4}: {Encoding.UTF8.GetString(ofString.Span)}");
        }
    }

    [Fact]
    public void Half_of_a_surrogate_pair_becomes_the_replacement_character()
    {
        Assert.Equal("\ufffd", WrittenAndRead("\ud83c"));
        Assert.Equal("a\ufffd", WrittenAndRead("a\udf31"));
        Assert.Equal("\ud83c\udf31\ufffd", WrittenAndRead("\ud83c\udf31\ud83c"));
        Assert.Equal("\ufffd\ud83c\udf31\"", WrittenAndRead("\ud83c\ud83c\udf31\""));

        static string? WrittenAndRead(string text) =>
            JsonDocument.Parse(Json.Write(json => json.WriteStringValue(text)).Utf8).RootElement.GetString();
    }

    [Fact]
    public void Unfinished_document_is_an_error_and_leaves_nothing_behind()
    {
        Assert.Throws<InvalidOperationException>(() => Json.Write(json => json.WriteStartArray()));
        Assert.Throws<InvalidOperationException>(() => Json.Write(_ => { }));
        Assert.Throws<FormatException>(() => Json.Write(json =>
        {
            json.WriteStartArray();
            throw new FormatException("the profile's own");
        }));

        Assert.Equal("true", Json.Write(json => json.WriteBooleanValue(true)).ToString());
    }
}
