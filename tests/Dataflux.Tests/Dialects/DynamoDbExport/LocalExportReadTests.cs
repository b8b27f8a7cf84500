using System.Globalization;
using System.Text;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Dialects.DynamoDbExport;

public sealed class LocalExportReadTests
{
    private const string Item = """{"Item":{"id":{"S":"bar"},"baz":{"N":"0"}}}""";

    private const string Deleted = """{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"id":{"S":"bar"}}}""";
    private const string Incremental =
        "\"exportType\":\"INCREMENTAL_EXPORT\",\"exportFromTime\":\"2024-05-14T10:00:00Z\",\"exportToTime\":\"2024-05-14T11:00:00Z\",";

    private static string Numbered(int number) =>
        $$$$"""{"Item":{"id":{"S":"item {{{{number}}}} {{{{new string('x', number % 700)}}}}"}}}""";

    private static Task<SourceException> Refused(ExportBuilder built) =>
        Assert.ThrowsAsync<SourceException>(() => ReadingExport.ReadAll(built.Root));

    [Fact]
    public async Task Items_of_all_ten_types_arrive_as_exported()
    {
        string[] lines =
        [
            Item,
            """{"Item":{"id":{"S":"K3"},"a":{"BOOL":false},"b":{"NULL":true},"c":{"SS":["8g","fR"]},"d":{"NS":["3","2"]},"e":{"L":[{"N":"1"},{"S":"D"}]},"f":{"M":{"h":{"NULL":true},"i":{"BOOL":true},"g":{"N":"9"}}},"j":{"B":"aGVsbG8="},"k":{"BS":["aXMgZmFzdA==","c2N5bGxhZGI="]}}}""",
            """{"Item":{"id":{"S":"foo"},"bar":{"N":"42"}}}""",
        ];
        using var built = new ExportBuilder().Lines("uimbi7eofu2b5kzkxe63gsvb6i.json.gz", lines).Write();
        Assert.Equal(lines, (await ReadingExport.ReadAll(built.Root)).Select(line => line.Text));
    }

    [Fact]
    public async Task Lines_keep_order_and_numbers_over_many_blocks_and_files()
    {
        var first = Enumerable.Range(0, 2_000).Select(Numbered).ToArray();
        var second = Enumerable.Range(2_000, 700).Select(Numbered).ToArray();
        using var built = new ExportBuilder().Lines("b.json.gz", second).Lines("a.json.gz", first).Write();
        var expected = first.Select((text, i) => ("a.json.gz", i + 1L, text))
            .Concat(second.Select((text, i) => ("b.json.gz", i + 1L, text)));
        Assert.Equal(expected, await ReadingExport.ReadAll(built.Root));
    }

    [Fact]
    public async Task Line_of_2_4_megabytes_is_one_item()
    {
        var large = $$$$"""{"Item":{"id":{"S":"{{{{new StringBuilder().Insert(0, "\\u0001", 400_000)}}}}"}}}""";
        using var built = new ExportBuilder().Lines("a.json.gz", Item, large, Item).Write();
        Assert.Equal([Item, large, Item], (await ReadingExport.ReadAll(built.Root)).Select(line => line.Text));
    }

    [Fact]
    public async Task Carriage_returns_blank_lines_and_a_missing_last_line_end_do_not_matter()
    {
        using var built = new ExportBuilder().File("a.json.gz", ExportBuilder.Gzip($"{Item}\r\n\r\n\n{Item}\r\n{Item}"), 3).Write();
        Assert.Equal(
            [(1L, Item), (4L, Item), (5L, Item)], (await ReadingExport.ReadAll(built.Root)).Select(line => (line.Line, line.Text)));
    }

    [Fact]
    public async Task All_members_of_a_gzip_are_read()
    {
        byte[] members =
        [
            .. ExportBuilder.Gzip(Item + "\n"), .. ExportBuilder.Gzip(Item + "\n" + Item[..10]), .. ExportBuilder.Gzip(Item[10..]),
        ];
        using var built = new ExportBuilder().File("a.json.gz", members, 3).Write();
        Assert.Equal([Item, Item, Item], (await ReadingExport.ReadAll(built.Root)).Select(line => line.Text));
    }

    [Fact]
    public async Task Unpacked_files_are_read_whatever_their_length()
    {
        using var built = new ExportBuilder()
            .File("a.json", Encoding.UTF8.GetBytes(Item), 1)
            .File("b.json", [], 0)
            .Write();
        Assert.Equal([Item], (await ReadingExport.ReadAll(built.Root)).Select(line => line.Text));
    }

    [Fact]
    public async Task File_of_an_empty_partition_is_a_gzip_of_nothing()
    {
        byte[] empty = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        using var built = new ExportBuilder().File("a.json.gz", empty, 0).Lines("b.json.gz", Item).Write();
        Assert.Single(await ReadingExport.ReadAll(built.Root));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gzip_truncated_anywhere_is_an_error_with_and_without_checksum(bool withChecksum)
    {
        var whole = ExportBuilder.Gzip(string.Concat(Enumerable.Range(0, 40).Select(i => Numbered(i * 17) + "\n")));
        var lengths = Enumerable.Range(0, whole.Length / 16).Select(i => i * 16).Concat(Enumerable.Range(whole.Length - 20, 20));
        foreach (var length in lengths)
        {
            // The count is that of the truncated text, so that only the end of the gzip can tell.
            foreach (var count in new[] { 0, 40 })
            {
                using var built = new ExportBuilder().File("a.json.gz", whole[..length], count, withChecksum ? Md5OfWhole(whole) : null)
                    .Write();
                var error = await Refused(built);
                Assert.Contains(built.DataPath("a.json.gz"), error.Message, StringComparison.Ordinal);
                Assert.Contains("copy the file again", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Every_flipped_byte_is_found_before_the_first_item_is_handed_out()
    {
        var whole = ExportBuilder.Gzip(string.Concat(Enumerable.Range(0, 20).Select(i => Numbered(i) + "\n")));
        for (var i = 0; i < whole.Length; i += 7)
        {
            var flipped = whole.ToArray();
            flipped[i] ^= 0x10;
            using var built = new ExportBuilder().File("a.json.gz", flipped, 20, Md5OfWhole(whole)).Write();
            await using var source = ReadingExport.Source(built.Root);
            var export = await source.OpenAsync(TestContext.Current.CancellationToken);
            await using var blocks = source.ReadAsync(export.Parts[0], TestContext.Current.CancellationToken)
                .GetAsyncEnumerator(TestContext.Current.CancellationToken);
            var error = await Assert.ThrowsAsync<SourceException>(async () => await blocks.MoveNextAsync());
            Assert.Contains("the MD5 is", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_damaged_file_that_is_not_held_in_memory_is_found_before_its_first_item()
    {
        var filler = new string('x', 1 << 20);
        var whole = Encoding.UTF8.GetBytes(
            string.Concat(
                Enumerable.Range(0, 17).Select(i => $$$$"""{"Item":{"id":{"S":"{{{{i}}}}"},"filler":{"S":"{{{{filler}}}}"}}}""" + "\n")));
        Assert.True(whole.Length > Dataflux.Dialects.DynamoDbExport.DataFile.LargestInMemory);
        var flipped = whole.ToArray();
        flipped[^100] ^= 1;
        using var right = new ExportBuilder().File("a.json", whole, 17).Write();
        using var damaged = new ExportBuilder().File("a.json", flipped, 17, Md5OfWhole(whole)).Write();

        Assert.Equal(17, (await ReadingExport.ReadAll(right.Root)).Count);
        await using var source = ReadingExport.Source(damaged.Root);
        var export = await source.OpenAsync(TestContext.Current.CancellationToken);
        await using var blocks = source.ReadAsync(export.Parts[0], TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<SourceException>(async () => await blocks.MoveNextAsync());
        Assert.Contains("the MD5 is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flipped_byte_changes_no_item_unnoticed_without_a_checksum_either()
    {
        var lines = Enumerable.Range(0, 20).Select(Numbered).ToArray();
        var whole = ExportBuilder.Gzip(string.Concat(lines.Select(line => line + "\n")));
        var found = 0;
        for (var i = 0; i < whole.Length; i++)
        {
            var flipped = whole.ToArray();
            flipped[i] ^= 0x10;
            using var built = new ExportBuilder().File("a.json.gz", flipped, 20, md5: null).Write();
            try
            {
                // A bit that means nothing (gzip's time and system, the padding of the last byte) may be any.
                Assert.Equal(lines, (await ReadingExport.ReadAll(built.Root)).Select(line => line.Text));
            }
            catch (SourceException)
            {
                found++;
            }
        }

        Assert.InRange(found, whole.Length - 8, whole.Length);
    }

    [Fact]
    public async Task Name_that_says_gzip_over_other_bytes_is_an_error()
    {
        using var built = new ExportBuilder().File("a.json.gz", Encoding.UTF8.GetBytes(Item + "\n"), 1).Write();
        Assert.Contains("is not gzip", (await Refused(built)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Item_count_other_than_the_manifest_says_is_an_error(int promised)
    {
        using var built = new ExportBuilder().File("a.json.gz", ExportBuilder.Gzip($"{Item}\nnot json\n{Item}\n"), promised).Write();
        var error = await Refused(built);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"holds 3 items, but the manifest says {promised}"),
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Malformed_line_is_a_record_with_an_error_and_the_others_are_read()
    {
        using var built = new ExportBuilder().Lines("a.json.gz", Item, "not json", Item).Write();
        Assert.Equal(3, (await ReadingExport.ReadAll(built.Root)).Count);
    }

    [Theory]
    [InlineData("", "(2): a line of an incremental export (Keys), but the manifest says FULL_EXPORT", Item, Deleted)]
    [InlineData(Incremental, "(2): a line of a full export (Item), but the manifest says INCREMENTAL_EXPORT", Deleted, Item)]
    public async Task Lines_of_another_type_than_the_manifest_says_are_an_error_before_any_of_them_is_handed_out(
        string summary, string expected, string first, string second)
    {
        foreach (var withChecksum in new[] { true, false })
        {
            using var built = new ExportBuilder { MoreOfSummary = summary }
                .File("a.json.gz", ExportBuilder.Gzip($"{first}\n{second}\nnonsense\n"), 3, withChecksum ? "right" : null).Write();
            await using var source = ReadingExport.Source(built.Root);
            var export = await source.OpenAsync(TestContext.Current.CancellationToken);
            await using var blocks = source.ReadAsync(export.Parts[0], TestContext.Current.CancellationToken)
                .GetAsyncEnumerator(TestContext.Current.CancellationToken);

            var error = await Assert.ThrowsAsync<SourceException>(async () => await blocks.MoveNextAsync());

            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Malformed_lines_are_of_any_type()
    {
        using var built = new ExportBuilder { MoreOfSummary = Incremental }.Lines("a.json.gz", Deleted, "nonsense").Write();
        Assert.Equal(2, (await ReadingExport.ReadAll(built.Root)).Count);
    }

    [Fact]
    public async Task File_that_vanishes_or_is_locked_is_classified()
    {
        using var built = new ExportBuilder().Lines("a.json.gz", Item).Write();
        await using var source = ReadingExport.Source(built.Root);
        var export = await source.OpenAsync(TestContext.Current.CancellationToken);
        using (new FileStream(built.DataPath("a.json.gz"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Equal(FailureKind.Transient, source.Classify(await Failing()).Kind);

        File.Delete(built.DataPath("a.json.gz"));
        var failure = source.Classify(await Failing());
        Assert.Equal(FailureKind.Systemic, failure.Kind);
        Assert.Contains("copy the export again", failure.Message, StringComparison.Ordinal);

        async Task<Exception> Failing() => (await Record.ExceptionAsync(async () =>
        {
            await foreach (var block in source.ReadAsync(export.Parts[0], TestContext.Current.CancellationToken))
                Assert.Fail($"{block.Count} items of a file that cannot be read");
        }))!;
    }

#pragma warning disable CA5351 // MD5 is what AWS writes into its manifests
    private static string Md5OfWhole(byte[] whole) => Convert.ToBase64String(System.Security.Cryptography.MD5.HashData(whole));
#pragma warning restore CA5351
}
