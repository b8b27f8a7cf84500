using System.Text;
using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Dialects.Files;

/// <summary>CSV as RFC 4180 has it, and what becomes of what is none.</summary>
public sealed class CsvTests : IDisposable
{
    private readonly FilesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Quotes_doubled_quotes_line_ends_in_fields_and_a_mark_are_read_as_they_are_meant()
    {
        _folder.Write("a.csv", "\uFEFFid,name,note\r\n1,\"Ada \"\"L\"\"\",\"two\r\nlines\"\r\n\r\n2,\"a,b\",ü\u0001\\\n3,\"\"\"\",last");

        Assert.Equal(
            [
                """a.csv(2): {"id":"1","name":"Ada \"L\"","note":"two\r\nlines"}""",
                """a.csv(5): {"id":"2","name":"a,b","note":"ü\u0001\\"}""",
                """a.csv(6): {"id":"3","name":"\"","note":"last"}""",
            ],
            await _folder.ReadAsync("csv"));
    }

    [Fact]
    public async Task A_record_that_is_none_is_rejected_with_its_line_and_the_next_one_is_read()
    {
        byte[] text =
        [
            .. "id,n\n1,2,3\n2\n3,\"a\"b\n4,a\"b\n5,\"x\ny\"z\n6,1\r7\n7,"u8, 0xE9, .. "\n8,good\n"u8,
        ];
        _folder.Write("a.csv", text);

        var read = await _folder.ReadAsync("csv");

        Assert.Equal(
            [
                "a.csv(2): rejected: has 3 fields, expected 2 (id, n)",
                "a.csv(3): rejected: has 1 fields, expected 2 (id, n)",
                "a.csv(4): rejected: column 6: expected ',' or the line's end behind a quote, found 'b'; quotes in a field are doubled",
                "a.csv(5): rejected: column 4: a quote in a field that does not begin with one; put quotes around the field, and double "
                    + "those in it",
                "a.csv(6): rejected: line 7, column 3: expected ',' or the line's end behind a quote, found 'z'; quotes in a field are "
                    + "doubled",
                "a.csv(8): rejected: column 4: a carriage return that ends no line",
                "a.csv(9): rejected: column 3: expected UTF-8, found the byte 0xE9; convert the file, such as with 'iconv -f WINDOWS-1252 "
                    + "-t UTF-8'",
                """a.csv(10): {"id":"8","n":"good"}""",
            ],
            read);
    }

    [Theory]
    [InlineData("absent", """{"a":"1"}""", """{"a":"2"}""")]
    [InlineData("text", """{"a":"1","b":"","c":""}""", """{"a":"2","b":"","c":""}""")]
    [InlineData("quoted", """{"a":"1","c":""}""", """{"a":"2","b":"","c":""}""")]
    public async Task An_empty_field_is_what_the_definition_says(string empty, string first, string second)
    {
        _folder.Write("a.csv", "a;b;c\n1;;\"\"\n2;\"\";\"\"\n");

        Assert.Equal([$"a.csv(2): {first}", $"a.csv(3): {second}"], await _folder.ReadAsync("csv", ("delimiter", ";"), ("empty", empty)));
    }

    [Fact]
    public async Task Columns_may_be_named_be_numbers_with_all_their_digits_and_have_a_text_for_null()
    {
        _folder.Write("a.tsv", "x\t12345678901234567890.123456789012345678\t\\N\ny\t1,5\t\"\\N\"\nz\t\t\n");

        Assert.Equal(
            [
                """a.tsv(1): {"id":"x","n":12345678901234567890.123456789012345678,"t":null}""",
                "a.tsv(2): rejected: n: 1,5 is not a number",
                """a.tsv(3): {"id":"z"}""",
            ],
            await _folder.ReadAsync("csv", ("delimiter", "tab"), ("columns", "id,n,t"), ("numbers", "n"), ("null", "\\N")));
    }

    [Fact]
    public async Task Files_of_a_pattern_are_read_in_the_order_of_their_names_each_with_a_header_of_its_own()
    {
        _folder.Write("b-2.csv", "b,a\n1,2\n").Write("b-1.csv", "a,b\n3,4\n").Write("c.csv", "x\ny\n");

        Assert.Equal(
            ["""b-1.csv(2): {"a":"3","b":"4"}""", """b-2.csv(2): {"b":"1","a":"2"}"""],
            await _folder.ReadAsync("csv", ("path", "b-*.csv")));
    }

    [Theory]
    [InlineData("a,b\n1,\"2\n3,4\n", "a.csv(2): a quote that opens in column 3 is not closed")]
    [InlineData("a,\n1,2\n", "column 2 has no name")]
    [InlineData("a,a\n1,2\n", "two columns have the name 'a'")]
    [InlineData("", "is empty; expected a header")]
    [InlineData("a\0,\0b\0", "is UTF-16")]
    public async Task A_file_that_is_broken_is_a_failure_and_no_reject(string text, string message)
    {
        _folder.Write("a.csv", text);

        var thrown = await Assert.ThrowsAsync<SourceException>(() => _folder.ReadAsync("csv"));

        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_of_numbers_that_a_file_lacks_is_a_failure_that_asks_for_the_delimiter()
    {
        _folder.Write("a.csv", "id;price\n1;2\n");

        var thrown = await Assert.ThrowsAsync<SourceException>(() => _folder.ReadAsync("csv", ("numbers", "price")));

        Assert.Contains("has no column 'price'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Is ',' its 'delimiter'?", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_fields_that_are_written_are_read_again_whatever_their_length()
    {
        var random = new Random(4180);
        string[] pieces = ["a", "\"", ",", "\n", "\r\n", "é", "語", "😀", "\\", " ", "\t", new string('x', 3000), ""];
        var text = new StringBuilder("a,b,c\r\n");
        var expected = new List<string>();
        var line = 2;
        for (var i = 0; i < 3000; i++)
        {
            var fields = Enumerable.Range(0, 3)
                .Select(_ => "-" + string.Concat(random.GetItems(pieces, random.Next(i % 500 == 0 ? 300 : 6)))).ToArray();
            expected.Add($"a.csv({line}): {JsonSerializer.Serialize(new { a = fields[0], b = fields[1], c = fields[2] })}");
            foreach (var (field, end) in fields.Zip([",", ",", i % 2 == 0 ? "\r\n" : "\n"]))
            {
                var isPlain = field.AsSpan().IndexOfAny(",\"\r\n") < 0 && random.Next(2) == 0;
                text.Append(isPlain ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"").Append(end);
                line += field.Count(static c => c == '\n');
            }

            line++;
        }

        _folder.Write("a.csv", text.ToString());

        Assert.Equal(expected, (await _folder.ReadAsync("csv")).Select(Reserialized));
    }

    // Both sides with the escapes of one writer.
    private static string Reserialized(string read)
    {
        var at = read.IndexOf('{', StringComparison.Ordinal);
        return read[..at] + JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(read[at..]));
    }
}
