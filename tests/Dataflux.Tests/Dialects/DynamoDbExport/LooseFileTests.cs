using System.Text;
using Dataflux.Dialects.DynamoDbExport.Local;
using Dataflux.Dialects.DynamoDbExport.Loose;
using Dataflux.Dialects.Lines;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Tests.Dialects.DynamoDbExport;

/// <summary>Files that no manifest describes, and the shapes of DynamoDB JSON that people have.</summary>
public sealed class LooseFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-loose-").FullName;

    public static TheoryData<string, string> Shapes { get; } = new()
    {
        { "lines of an export", "{\"Item\":{\"id\":{\"S\":\"a\"}}}\n{\"Item\":{\"id\":{\"S\":\"b\"}}}\n" },
        { "bare lines", "{\"id\":{\"S\":\"a\"}}\r\n{\"id\":{\"S\":\"b\"}}" },
        { "array", """[{"id":{"S":"a"}},{"id":{"S":"b"}}]""" },
        { "array of wrapped items", """[ {"Item":{"id":{"S":"a"}}}, {"Item":{"id":{"S":"b"}}} ]""" },
        { "array with a byte order mark, "
            + "indented", "\uFEFF[\n  {\n    \"id\": {\n      \"S\": \"a\"\n    }\n  },\n  {\"id\":{\"S\":\"b\"}}\n]\n" },
        { "items that follow each other, indented", "{\n  \"id\": {\"S\": \"a\"}\n}\n{\n  \"id\": {\"S\": \"b\"}\n}\n" },
        { "items that follow each other on one line", """{"id":{"S":"a"}} {"id":{"S":"b"}}""" },
        { "scan", """{"Items":[{"id":{"S":"a"}},{"id":{"S":"b"}}],"Count":2,"ScannedCount":7,"ConsumedCapacity":null}""" },
        { "scan, sorted", """{"ConsumedCapacity":{"TableName":"t","CapacityUnits":1.5},"Count":2,"Items":[{"id":{"S":"a"}},{"id":{"S":"b"}}],"ScannedCount":2}""" },
        { "pages of a scan", "{\"LastEvaluatedKey\":{\"id\":{\"S\":\"a\"}},\"Items\":[{\"id\":{\"S\":\"a\"}}],\"Count\":1}\n{\"Items\":[{\"id\":{\"S\":\"b\"}}],\"Count\":1}\n" },
        { "batch", """{"Pets":[{"PutRequest":{"Item":{"id":{"S":"a"}}}},{"PutRequest":{"Item":{"id":{"S":"b"}}}}]}""" },
        { "batch of "
            + "two tables", """{"Pets":[{"PutRequest":{"Item":{"id":{"S":"a"}}}}],"People":[{"PutRequest":{"Item":{"id":{"S":"b"}}}}]}""" },
        { "whole request", """{"RequestItems":{"Pets":[{"PutRequest":{"Item":{"id":{"S":"a"}}}},{"PutRequest":{"Item":{"id":{"S":"b"}}}}]}}""" },
    };

    public static IEnumerable<TheoryDataRow<string>> Texts => Shapes.Select(row => new TheoryDataRow<string>(row.Data.Item2));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_shape_gives_the_same_items(string text)
    {
        Assert.Equal([(1, "a"), (2, "b")], Read(text));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_that_arrives_byte_by_byte_gives_the_same_items(string text)
    {
        Assert.Equal([(1, "a"), (2, "b")], Read(new OneByteStream(Encoding.UTF8.GetBytes(text)), blockSize: 1));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_text_cut_anywhere_is_an_error_or_gives_fewer_items_but_never_other_ones(string shape, string text)
    {
        var isList = shape.Contains("array", StringComparison.Ordinal) || text.TrimStart('\uFEFF').StartsWith('[')
            || shape.StartsWith("batch", StringComparison.Ordinal) || shape is "scan" or "scan, sorted" or "whole request";
        for (var length = 1; length < text.TrimEnd().Length; length++)
        {
            if (isList && text[..length] != "\uFEFF")
            {
                Assert.Throws<SourceException>(() => Read(text[..length]));
            }
            else
            {
                try
                {
                    Assert.Equal(Read(text[..length]), new[] { (1L, "a"), (2L, "b") }.Take(Read(text[..length]).Count));
                }
                catch (SourceException)
                {
                    // Said to be cut.
                }
            }
        }
    }

    [Fact]
    public void Lines_keep_their_numbers_and_damaged_ones_do_not_stop_the_others()
    {
        var numbers = Numbers(
            "{\"id\":{\"S\":\"a\"\n{\"id\":{\"S\":\"b\"}}\n\n{\"Keys\":{\"S\":\"x\"}}\nnonsense\n{\"Item\":{\"id\":{\"S\":\"c\"}}}\n");

        Assert.Equal([(1, false), (2, true), (4, true), (5, false), (6, true)], numbers);
    }

    [Fact]
    public void A_delete_request_is_refused_as_an_item_and_not_lost()
    {
        Assert.Equal(
            [(1, false), (2, true)],
            Numbers("""{"Pets":[{"DeleteRequest":{"Key":{"id":{"S":"a"}}}},{"PutRequest":{"Item":{"id":{"S":"b"}}}}]}"""));
    }

    [Fact]
    public void Brackets_and_quotes_in_text_are_text()
    {
        Assert.Equal([(1, "]}\"\\"), (2, "{[")], Read("""[{"id":{"S":"]}\"\\"}},{"id":{"S":"{["}}]"""));
    }

    [Fact]
    public void An_attribute_may_be_named_as_a_member_of_an_envelope()
    {
        Assert.Equal([(1, "a")], Read("""{"LastEvaluatedKey":{"S":"k"},"id":{"S":"a"}}"""));
        Assert.Equal([(1, "a")], Read("""{"Count":{"N":"7"},"id":{"S":"a"}}"""));
        Assert.Equal([(1, "a")], Read("""{"Item":{"S":"k"},"id":{"S":"a"}}"""));
        Assert.Equal([(1, "a")], Read("""{"UnprocessedItems":{"S":"k"},"id":{"S":"a"}}"""));
    }

    [Theory]
    [InlineData("""{"Items":[{"id":{"S":"a"}}],"Count":2}""", "holds 1 items, but its Count says 2")]
    [InlineData("""{"Count":0,"ScannedCount":0}""", "holds no items")]
    [InlineData("""{"ModelName":"m","DataModel":[{"id":{"S":"t"}}]}""", "\"DataModel\" is a list of something else")]
    [InlineData("id,name\n1,a\n", "found 'i' at byte 1, expected DynamoDB JSON")]
    [InlineData("[1,2]", "found '1' at byte 2, expected an item")]
    public void A_text_of_another_shape_is_an_error_that_says_so(string text, string expected)
    {
        Assert.Contains(expected, Assert.Throws<SourceException>(() => Read(text)).Message);
    }

    [Theory]
    [InlineData("{\"Items\":[]}", true, false)]
    [InlineData("{\"Items\":[]}", true, true)]
    [InlineData("{\"id\":{\"S\":\"a\"}}\n", false, false)]
    [InlineData("[]", false, false)]
    public void UTF_16_is_named_with_or_without_a_byte_order_mark(string text, bool bigEndian, bool mark)
    {
        var encoding = new UnicodeEncoding(bigEndian, mark);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];

        Assert.Contains("test.json: is UTF-16 text", Assert.Throws<SourceException>(() => Read(new MemoryStream(bytes))).Message);
    }

    [Theory]
    [InlineData("""{"Items":[{"id":{"S":"a"}}],"Count":1,"ScannedCount":1,"LastEvaluatedKey":{"id":{"S":"a"}}}""", "LastEvaluatedKey")]
    [InlineData("""{"LastEvaluatedKey":{"id":{"S":"a"}},"Items":[{"id":{"S":"a"}}]}""", "LastEvaluatedKey")]
    [InlineData("""{"Items":[{"id":{"S":"a"}}],"Count":1,"NextToken":"eyJFeGNsdXNpdmU="}""", "NextToken")]
    [InlineData("""{"NextToken":"eyJFeGNsdXNpdmU=","Items":[]}""", "NextToken")]
    [InlineData(
        "{\"Items\":[],\"Count\":0}\n{\"Items\":[{\"id\":{\"S\":\"a\"}}],\"LastEvaluatedKey\":{\"id\":{\"S\":\"a\"}}}\n",
        "LastEvaluatedKey")]
    public void A_scan_that_says_it_is_not_finished_is_not_taken_for_the_whole(string text, string member)
    {
        var failure = Assert.Throws<SourceException>(() => Read(text));

        Assert.Contains($"test.json: the scan is not finished: its last page has a {member}", failure.Message);
        Assert.Contains("run the scan again to its end", failure.Message);
    }

    [Theory]
    [InlineData("""{"Items":[{"id":{"S":"a"}}],"NextToken":null}""")]
    [InlineData("""{"Items":[{"id":{"S":"a"}}],"NextToken":"","LastEvaluatedKey":{}}""")]
    [InlineData("""{"Items":[{"id":{"S":"a"},"LastEvaluatedKey":{"S":"x"},"NextToken":{"S":"x"}}]}""")]
    public void A_scan_that_does_not_say_so_is_finished(string text) => Assert.Equal([(1, "a")], Read(text));

    [Theory]
    [InlineData("page-9.json", "page-10.json", true)]
    [InlineData("page-10.json", "page-9.json", false)]
    [InlineData("pets 1.json", "people 2.json", false)]
    [InlineData("a/1.json", "b/2.json", false)]
    [InlineData("1/1.json", "1/2.json", true)]
    public async Task Pages_of_a_scan_in_files_of_their_own_follow_each_other_by_their_numbers(
        string unfinished, string finished, bool isWhole)
    {
        Write(unfinished, """{"Items":[{"id":{"S":"a"}}],"LastEvaluatedKey":{"id":{"S":"a"}}}""");
        Write(finished, """{"Items":[{"id":{"S":"b"}}]}""");
        await using var source = new LooseFileSource(_folder);
        var export = await source.OpenAsync(TestContext.Current.CancellationToken);
        var reading = async () =>
        {
            foreach (var part in export.Parts)
            {
                await foreach (var _ in source.ReadAsync(part, TestContext.Current.CancellationToken))
                {
                }
            }
        };

        if (isWhole)
            await reading();
        else
            Assert.Contains(unfinished, (await Assert.ThrowsAsync<SourceException>(reading)).Message);

        void Write(string name, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
            File.WriteAllText(Path.Combine(_folder, name), text);
        }
    }

    [Fact]
    public void A_list_far_larger_than_any_buffer_is_read_item_by_item()
    {
        var text = new StringBuilder("{\"Items\":[");
        for (var i = 0; i < 30_000; i++)
            text.Append(i == 0 ? "" : ",\n ").Append($$$$"""{"id":{"S":"{{{{i}}}}"},"more":{"S":"{{{{new string('x', i % 100)}}}}"}}""");

        var items = Read(text.Append("],\"Count\":30000}").ToString());

        Assert.Equal(Enumerable.Range(0, 30_000).Select(i => (i + 1L, $"{i}")), items);
    }

    [Fact]
    public async Task A_folder_is_read_in_the_order_of_its_names_and_said_to_be_less_guarded()
    {
        File.WriteAllText(Path.Combine(_folder, "b.json"), """[{"id":{"S":"2"}}]""");
        Directory.CreateDirectory(Path.Combine(_folder, "a"));
        File.WriteAllBytes(Path.Combine(_folder, "a", "z.json.gz"), ExportBuilder.Gzip("{\"Item\":{\"id\":{\"S\":\"1\"}}}\n"));
        File.WriteAllText(Path.Combine(_folder, "c.jsonl"), "{\"id\":{\"S\":\"3\"}}\n");
        File.WriteAllText(Path.Combine(_folder, "readme.txt"), "no data");
        File.WriteAllText(Path.Combine(_folder, "manifest-files.json"), "{}");
        await using var source = LocalDynamoDb.Dialect.Create(
            new DialectSettings(new Dictionary<string, object> { ["path"] = _folder, ["manifest"] = "none" }, _folder));

        var export = await source.OpenAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        foreach (var part in export.Parts)
        {
            await foreach (var block in source.ReadAsync(part, TestContext.Current.CancellationToken))
                lines.Add($"{part.Name}: {block.Item(0).String("id")}");
        }

        Assert.Equal(["a/z.json.gz: 1", "b.json: 2", "c.jsonl: 3"], lines);
        Assert.Null(export.ItemCount);
        Assert.Contains("is not noticed", Assert.Single(export.Notices));
        File.AppendAllText(Path.Combine(_folder, "c.jsonl"), "{\"id\":{\"S\":\"4\"}}\n");
        var changed = await source.OpenAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(export.Parts[2].Fingerprint, changed.Parts[2].Fingerprint);
        Assert.Equal(export.Parts[1].Fingerprint, changed.Parts[1].Fingerprint);
    }

    [Fact]
    public async Task Truncated_gzip_is_an_error()
    {
        var whole = ExportBuilder.Gzip("{\"Item\":{\"id\":{\"S\":\"1\"}}}\n");
        File.WriteAllBytes(Path.Combine(_folder, "a.json.gz"), whole[..^8]);
        await using var source = new LooseFileSource(_folder);
        var export = await source.OpenAsync(TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<SourceException>(async () =>
        {
            await foreach (var _ in source.ReadAsync(export.Parts[0], TestContext.Current.CancellationToken))
            {
            }
        });

        Assert.Contains("corrupt or truncated gzip", failure.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static List<(long Number, string Id)> Read(string text) => Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static List<(long Number, string Id)> Read(Stream text, int blockSize = ItemBlockReader.DefaultBlockSize)
    {
        var reader = new LooseItemReader(text, "test.json", blockSize);
        var items = new List<(long, string)>();
        while (reader.Read() is { } block)
        {
            for (var i = 0; i < block.Count; i++)
            {
                if (block.Error(i) is null)
                    items.Add((block.LineNumber(i), block.Item(i).String("id")));
            }
        }

        return items;
    }

    private static List<(long Number, bool IsRight)> Numbers(string text)
    {
        var reader = new LooseItemReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "test.json");
        var block = reader.Read()!;
        Assert.Null(reader.Read());
        return [.. Enumerable.Range(0, block.Count).Select(i => (block.LineNumber(i), block.Error(i) is null))];
    }

    private sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }
}
