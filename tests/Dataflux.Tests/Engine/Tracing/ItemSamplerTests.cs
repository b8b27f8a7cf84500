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

    private static string[] Lines(int count) => [.. Enumerable.Range(0, count).Select(i => EngineRun.Item(i, i))];

    private static IEnumerable<(string, int)> FilesOf(ItemSample sample) => sample.Parts.Select(part => (part.Part.Name, part.Items.Count));

    private static Task<ItemSample> SampleAsync(
        MemorySource source, int items, NulPolicy nul = NulPolicy.Reject, TimeSpan? retryFor = null) =>
        new ItemSampler(
            source,
            source.Open(),
            nul,
            new MigrationOptions { RetryFor = retryFor ?? TimeSpan.FromMinutes(1) },
            new EngineRun.Recorder(),
            new JumpingTime())
            .ReadAsync(items, TestContext.Current.CancellationToken);
}
