using System.Text;
using Dataflux.Dialects.PostgreSql.Encoding;

namespace Dataflux.Tests.Dialects.PostgreSql;

/// <summary>Documents as PostgreSQL writes them; the server itself judges in the integration tests.</summary>
public class JsonbTextTests
{
    private static readonly JsonbText s_text = new();

    private static string? Write(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        return s_text.TryWrite([7, .. utf8, .. new byte[JsonbText.Slack]], 1, 1 + utf8.Length)
            ? Encoding.UTF8.GetString(s_text.Written)
            : null;
    }

    [Theory] // PostgreSQL documentation, 8.14 JSON Types
    [InlineData("5", "5")]
    [InlineData("""[1, 2, "foo", null]""", """[1, 2, "foo", null]""")]
    [InlineData("""{"bar": "baz", "balance": 7.77, "active": false}""", """{"bar": "baz", "active": false, "balance": 7.77}""")]
    [InlineData("""{"reading": 1.230e-5}""", """{"reading": 0.00001230}""")]
    [InlineData("""{"foo": [true, "bar"], "tags": {"a": 1, "b": null}}""", """{"foo": [true, "bar"], "tags": {"a": 1, "b": null}}""")]
    public void As_in_PostgreSQLs_own_examples(string json, string text) => Assert.Equal(text, Write(json));

    [Theory]
    [InlineData("\"lone \\ud83c\"")]
    [InlineData("\"\\u0000\"")]
    [InlineData("\"a\u0000b\"")]
    [InlineData("\"line\nbreak\"")]
    [InlineData("[1 2]")]
    [InlineData("[1,]")]
    [InlineData("[1}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{a:1}")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("+1")]
    [InlineData("1e")]
    [InlineData("-")]
    [InlineData("nul")]
    [InlineData("nulll")]
    [InlineData("\"open")]
    [InlineData("\"a\\")]
    [InlineData("\"\\x41\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("1 1")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\0")]
    [InlineData("1\0")]
    public void What_is_no_document_of_jsonb_is_given_up(string json) => Assert.Null(Write(json));

    [Theory]
    [InlineData("1e999999999999")]
    [InlineData("""{"a\n": 1}""")]
    public void What_costs_too_much_is_given_up(string json) => Assert.Null(Write(json));

    [Fact]
    public void Deep_nesting_is_given_up_and_not_followed_to_the_end_of_the_stack()
    {
        Assert.NotNull(Write(new string('[', 200) + new string(']', 200)));
        Assert.Null(Write(new string('[', 1_000_000)));
    }
}
