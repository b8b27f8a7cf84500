using Dataflux.Contracts.Memory;
using Dataflux.Engine;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

/// <summary>When an item was written goes with its record to a target that keeps the newest.</summary>
public sealed class VersionTests
{
    private readonly MemoryStore _store = new();

    public VersionTests() => _store.MakeTable(typeof(Sum));

    [Theory]
    [InlineData(CheckpointPlace.Folder)]
    [InlineData(CheckpointPlace.Target)] // every commit is marked there
    public async Task An_export_that_is_older_than_the_target_changes_nothing_and_says_so(CheckpointPlace place)
    {
        string[] newer = [Put(1, 10, at: 500), Put(2, 20, at: 500), Put(3, 30, at: 100)];
        string[] older = [Put(1, 11, at: 400), EngineRun.Item(2, 22), Put(3, 33, at: 300), Gone(4, at: 200), Gone(1, at: 450)];
        await RunAsync(newer, place);

        var summary = await RunAsync(older, place);

        Assert.Equal((RunOutcome.Complete, null), (summary.Outcome, summary.Error));
        Assert.Equal([(1L, 10L), (2, 22), (3, 33)], Table());
        Assert.Equal((2, 5), (summary.Counts.Records.Older, summary.Counts.Items));
    }

    [Fact]
    public async Task A_record_made_of_several_items_is_as_new_as_the_newest_of_them()
    {
        await RunAsync([Put(1, 1, at: 300)]);

        var summary = await RunAsync([Put(1, 5, at: 100), Put(1, 7, at: 400)], grouped: true);

        Assert.Equal([(1L, 12L)], Table());
        Assert.Equal(0, summary.Counts.Records.Older);
    }

    private static string Put(long key, long value, long at) =>
        $$$$"""{{{{Metadata(at)}}}},"Keys":{"k":{"N":"{{{{key}}}}"}},"NewImage":{"k":{"N":"{{{{key}}}}"},"v":{"N":"{{{{value}}}}"}}}""";

    private static string Gone(long key, long at) => $$$$"""{{{{Metadata(at)}}}},"Keys":{"k":{"N":"{{{{key}}}}"}}}""";

    private static string Metadata(long at) => $$$"""{"Metadata":{"WriteTimestampMicros":{"N":"{{{1_768_387_643_000_000 + at}}}"}}""";

    private async Task<RunSummary> RunAsync(string[] items, CheckpointPlace place = CheckpointPlace.Folder, bool grouped = false)
    {
        using var run = new EngineRun(new MemorySource(items)) { Grouped = grouped, Deletes = true };
        run.Options = new() { Checkpoint = place };
        await using var target = new MemoryTarget(_store);
        var plan = run.Plan() with { Target = target, Name = $"run {items[0]}" };
        return await MigrationStart.RunAsync(run.Profile(), plan, TestContext.Current.CancellationToken);
    }

    private IEnumerable<(long Key, long Total)> Table() => _store.Rows(nameof(Sum))
        .Select(static row => ((long)row[nameof(Sum.Key)]!, (long)row[nameof(Sum.Total)]!)).Order();
}
