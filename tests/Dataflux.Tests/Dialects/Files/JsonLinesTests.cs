using Dataflux.Dialects.Files;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Dialects.Files;

/// <summary>Lines of JSON without types, and what is told from them.</summary>
public sealed class JsonLinesTests : IDisposable
{
    private readonly FilesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Values_are_exact_and_nested_as_they_are()
    {
        const string Line =
            """{"id":12345678901234567890123456789012345678,"d":1.25,"s":"a\né","t":true,"z":null,"m":{"l":[1,"x",[],{}]},"empty":""}""";
        _folder.Write("a.ndjson", "\uFEFF" + Line + "\r\n\n" + """  {"id":2}  """);

        Assert.Equal(
            [
                "a.ndjson(1): "
                    + """{"id":12345678901234567890123456789012345678,"d":1.25,"s":"a\né","t":true,"z":null,"m":{"l":[1,"x",[],{}]},"empty":""}""",
                """a.ndjson(3): {"id":2}""",
            ],
            await _folder.ReadAsync("ndjson"));
    }

    [Fact]
    public async Task A_line_that_is_no_object_is_rejected_with_its_number_and_the_next_one_is_read()
    {
        _folder.Write("a.jsonl", "{\"a\":1}\n{\"a\":}\n[1]\n{\"a\":1} x\n{\"a\":123456789012345678901234567890123456789}\n{\"a\":1,\"a\":2}\n{\"a\":7}\n");

        var read = await _folder.ReadAsync("ndjson");

        Assert.Equal("""a.jsonl(1): {"a":1}""", read[0]);
        Assert.StartsWith("a.jsonl(2): rejected: column 6: is no JSON: ", read[1], StringComparison.Ordinal);
        Assert.Equal("a.jsonl(3): rejected: column 1: expected a JSON object, which begins with '{'", read[2]);
        Assert.StartsWith("a.jsonl(4): rejected: column 9: is no JSON: ", read[3], StringComparison.Ordinal);
        Assert.Equal("a.jsonl(5): rejected: 123456789012345678901234567890123456789 has more than 38 significant digits", read[4]);
        Assert.StartsWith("a.jsonl(6): rejected: ", read[5], StringComparison.Ordinal);
        Assert.Equal("""a.jsonl(7): {"a":7}""", read[6]);
        Assert.Equal(7, read.Count);
    }

    [Theory]
    [InlineData("[{\"a\":1},\n{\"a\":2}]\n", "is a list")]
    [InlineData("{\n  \"a\": 1\n}\n", "is on several lines")]
    [InlineData("{\"Item\":{\"a\":{\"S\":\"x\"}}}\n", "is DynamoDB JSON")]
    [InlineData("{\"a\":{\"NULL\":true}}\n", "is DynamoDB JSON")]
    [InlineData("{\0\"\0", "is UTF-16")]
    public async Task A_file_of_another_form_is_refused_by_name(string text, string message)
    {
        _folder.Write("a.ndjson", text);

        var thrown = await Assert.ThrowsAsync<SourceException>(() => _folder.ReadAsync("ndjson"));

        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.csv", "a\n1\n", "csv")]
    [InlineData("a.ndjson", "{\"a\":{\"b\":1}}\n", "ndjson")]
    [InlineData("a.jsonl", "{\"Item\":{\"a\":{\"S\":\"x\"}}}\n", null)]
    [InlineData("a.json", "{\"Pets\":[]}\n", null)]
    public void A_file_on_the_command_line_is_known_by_what_it_holds(string name, string text, string? format)
    {
        _folder.Write(name, text);

        var options = FilesReading.Dialect.Locate!(name, _folder.Path);

        Assert.Equal(format, options?["format"]);
    }

    [Theory]
    [InlineData("ndjson", "delimiter", ";", "'delimiter' is for 'format: csv'")]
    [InlineData("csv", "delimiter", ";;", "expected one ASCII character")]
    public void A_key_that_does_not_fit_is_a_problem_of_the_definition(string format, string name, string value, string message)
    {
        var thrown = Assert.Throws<ProblemsException>(() => _folder.Open(format, (name, value)));

        Assert.Contains(message, Assert.Single(thrown.Problems).Message, StringComparison.Ordinal);
    }
}
