using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Tracing;

namespace Dataflux.Tests.Engine.Tracing;

public class ItemSamplerTests
{
    [Fact]
    public async Task A_sample_is_spread_evenly_over_the_files_and_what_a_small_one_lacks_comes_from_the_others()
    {
        var sample = await SampleAsync(new MemorySource(Lines(100), Lines(3), [], Lines(100)), 23);

        Assert.Equal([("data/000.json.gz", 10), ("data/001.json.gz", 3), ("data/003.json.gz", 10)], FilesOf(sample));
        Assert.Equal(23, sample.Count);
        Assert.False(sample.IsWhole);
    }

    [Fact]
    public async Task Items_keep_their_lines_and_files()
    {
        var sample = await SampleAsync(new MemorySource(Lines(5), Lines(7)), 10);

        Assert.Equal([1, 2, 3, 4, 5], sample.Parts[1].Items.Select(item => item.Line));
        Assert.Equal([0, 1, 2, 3, 4], sample.Parts[1].Items.Select(item => item.Item!.Value.Int64("k")));
    }

    [Fact]
    public async Task Of_many_files_only_some_are_opened()
    {
        var source = new MemorySource([.. Enumerable.Range(0, 1000).Select(_ => Lines(20))]);

        var sample = await SampleAsync(source, 80);

        Assert.Equal(Enumerable.Range(0, 8).Select(i => ($"data/{i * 125:D3}.json.gz", 10)), FilesOf(sample));
        Assert.Equal(8, source.Opened.Count);
    }

    [Fact]
    public async Task Where_these_have_too_few_items_more_files_are_opened_but_never_all()
    {
        var source = new MemorySource([.. Enumerable.Range(0, 1000).Select(_ => Lines(1))]);

        var enough = await SampleAsync(source, 20);
        var tooMany = await SampleAsync(source, 900);

        Assert.Equal((20, 20), (enough.Count, enough.Parts.Count));
        Assert.Equal((64, 64), (tooMany.Count, tooMany.Parts.Count));
    }

    [Fact]
    public async Task A_small_export_is_taken_whole() =>
        Assert.True((await SampleAsync(new MemorySource(Lines(5), Lines(7)), 1000)).IsWhole);

    [Fact]
    public async Task A_malformed_line_is_part_of_the_sample()
    {
        var sample = await SampleAsync(new MemorySource([EngineRun.Item(1, 1), "{\"Item\":", EngineRun.Item(2, 2)]), 3);

        Assert.Equal([true, false, true], sample.Parts[0].Items.Select(item => item.Error is null));
        Assert.Null(sample.Parts[0].Items[1].Item);
    }

    [Fact]
    public async Task Characters_that_databases_cannot_hold_are_treated_as_the_definition_says()
    {
        var source = new MemorySource(["""{"Item":{"t":{"S":"a\u0000b"}}}"""]);

        Assert.Equal("a\0b", (await SampleAsync(source, 1)).Parts[0].Items[0].Item!.Value.String("t"));
        Assert.Equal("ab", (await SampleAsync(source, 1, NulPolicy.Strip)).Parts[0].Items[0].Item!.Value.String("t"));
    }

    [Fact]
    public async Task Memory_is_bounded_whatever_is_asked_for()
    {
        var large = EngineRun.Item(1, 1).Insert(1, $"\"x\":\"{new string('y', 9_000_000)}\",");

        var sample = await SampleAsync(new MemorySource([large, large, large, large, large, large, large, large, large, large]), 10);

        Assert.Equal(8, sample.Count);
    }

    [Fact]
    public async Task An_outage_is_waited_out_for_as_long_as_the_options_say()
    {
        var source = new MemorySource(Lines(10));
        source.Failures.Enqueue((1, new TimeoutException("away")));

        Assert.Equal(10, (await SampleAsync(source, 10)).Count);

        source.Failures.Enqueue((1, new TimeoutException("away")));
        await Assert.ThrowsAnyAsync<DatafluxException>(() => SampleAsync(source, 10, retryFor: TimeSpan.Zero));
    }

    [Fact]
    public async Task Items_are_found_by_what_they_have_wherever_they_are()
    {
        string[] lines = [EngineRun.Item(7, 1), "not an item", EngineRun.Item(8, 2)];
        var source = new MemorySource(Lines(5), Lines(9), lines);

        Assert.Equal([("data/001.json.gz", 8L), ("data/002.json.gz", 1L)], await FindAsync(source, 10, new AttributeMatch("k", "7.0")));
        Assert.Equal([("data/002.json.gz", 1L)], await FindAsync(source, 10, new("k", "7"), new("v", "1")));
        Assert.Equal([("data/001.json.gz", 8L)], await FindAsync(source, 1, new AttributeMatch("k", "7")));
        Assert.Empty(await FindAsync(source, 10, new AttributeMatch("K", "7")));
    }

    [Theory]
    [InlineData("""{"Item":{"a":{"S":"7"}}}""", "7", true)]
    [InlineData("""{"Item":{"a":{"S":"7"}}}""", "7.0", false)]
    [InlineData("""{"Item":{"a":{"N":"12345678901234567890123456789012345678"}}}""", "12345678901234567890123456789012345678", true)]
    [InlineData("""{"Item":{"a":{"N":"12345678901234567890123456789012345678"}}}""", "12345678901234567890123456789012345679", false)]
    [InlineData("""{"Item":{"a":{"N":"100"}}}""", "1E2", true)]
    [InlineData("""{"Item":{"a":{"B":"AQI="}}}""", "AQI=", true)]
    [InlineData("""{"Item":{"a":{"BOOL":false}}}""", "false", true)]
    [InlineData("""{"Item":{"a":{"BOOL":false}}}""", "true", false)]
    [InlineData("""{"Item":{"a":{"L":[{"N":"1"}]}}}""", "1", false)]
    [InlineData("""{"Item":{"a":{"NULL":true}}}""", "", false)]
    [InlineData("""{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"a":{"S":"gone"}}}""", "gone", true)]
    public async Task A_value_is_found_by_what_it_is_in_words(string line, string text, bool isFound)
    {
        Assert.Equal(isFound, (await FindAsync(new MemorySource([line]), 1, new AttributeMatch("a", text))).Count == 1);
    }

    private static async Task<List<(string, long)>> FindAsync(MemorySource source, int items, params AttributeMatch[] matches)
    {
        var sample = await Sampler(source, NulPolicy.Reject, TimeSpan.FromMinutes(1))
            .FindAsync(matches, items, TestContext.Current.CancellationToken);
        return [.. sample.Parts.SelectMany(part => part.Items.Select(item => (part.Part.Name, item.Line)))];
    }

    private static string[] Lines(int count) => [.. Enumerable.Range(0, count).Select(i => EngineRun.Item(i, i))];

    private static IEnumerable<(string, int)> FilesOf(ItemSample sample) => sample.Parts.Select(part => (part.Part.Name, part.Items.Count));

    private static Task<ItemSample> SampleAsync(
        MemorySource source, int items, NulPolicy nul = NulPolicy.Reject, TimeSpan? retryFor = null) =>
        Sampler(source, nul, retryFor ?? TimeSpan.FromMinutes(1)).ReadAsync(items, TestContext.Current.CancellationToken);

    private static ItemSampler Sampler(MemorySource source, NulPolicy nul, TimeSpan retryFor) =>
        new(source, source.Open(), nul, new MigrationOptions { RetryFor = retryFor }, new EngineRun.Recorder(), new JumpingTime());
}
