using Dataflux.Profiles;

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
