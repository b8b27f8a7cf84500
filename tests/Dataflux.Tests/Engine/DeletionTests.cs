using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

public class DeletionTests
{
    private static readonly string[] Before = [.. Enumerable.Range(1000, 40).Select(key => EngineRun.Item(key, key))];

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 4)]
    [InlineData(false, 1)]
    [InlineData(false, 4)]
    public async Task Deletes_and_puts_of_a_file_end_in_the_table_without_the_deleted(bool grouped, int writers)
    {
        string[] changes =
        [
            EngineRun.Delete(1003),
            EngineRun.Put(1001, 5),
            EngineRun.Delete(1007),
            EngineRun.Delete(4711),
            EngineRun.Put(2000, 6),
            EngineRun.Put(2001, 7),
        ];
        using var run = new EngineRun(new MemorySource(Before, changes))
        {
            Deletes = true,
            Grouped = grouped,
            Options = new() { Writers = writers, BatchSize = 4 },
        };

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal(46, summary.Counts.Kept);
        Assert.True(summary.Counts.AddUp);
        Assert.Equal(2, summary.Counts.Records.Deleted);
        Assert.Equal(1, summary.Counts.Records.Unchanged);
        Assert.Equal(40, run.Target.Table.Count);
        Assert.False(run.Target.Table.ContainsKey(1003) || run.Target.Table.ContainsKey(1007));
        Assert.Equal(5, run.Target.Table[1001].Total);
    }

    [Fact]
    public async Task Without_deleteItem_deletes_are_skipped_counted_and_noticed()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Put(1, 10), EngineRun.Delete(2), EngineRun.Delete(3)]));

        var summary = await run.RunAsync();

        Assert.Equal(new Dictionary<string, long> { ["delete"] = 2 }, summary.Counts.Skipped);
        Assert.True(summary.Counts.AddUp);
        Assert.Equal((2, 1), (summary.DeletesLeft, summary.ExitCode));
        Assert.StartsWith("2 deleted items of the export were skipped", Assert.Single(run.Observer.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delete_is_skipped_by_null_and_rejected_by_an_exception()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Delete(13), EngineRun.Delete(666), EngineRun.Delete(1)]))
        {
            Deletes = true,
        };

        var summary = await run.RunAsync();

        Assert.Equal(new Dictionary<string, long> { ["deleteItem"] = 1 }, summary.Counts.Skipped);
        Assert.Equal(new Dictionary<string, long> { ["deleteItem"] = 1 }, summary.Counts.Rejected);
        Assert.Equal(1, summary.Counts.Kept);
        Assert.Equal(EngineRun.Delete(666), Assert.Single(run.Rejects()).GetProperty("items")[0].GetRawText());
        Assert.Empty(run.Observer.Notices);
    }

    [Fact]
    public async Task A_file_grouped_by_disk_loses_no_delete()
    {
        var items = Enumerable.Range(1000, 300)
            .SelectMany(key => new[] { EngineRun.Put(key, 1), EngineRun.Delete(key + 5000), EngineRun.Put(key, 2) }).ToArray();
        using var run = new EngineRun(new MemorySource([.. Enumerable.Range(6000, 300).Select(key => EngineRun.Item(key, 1))], items))
        {
            Deletes = true,
            Options = new() { GroupMemory = 20_000 },
        };

        var summary = await run.RunAsync();

        Assert.Equal(300, summary.Counts.Records.Deleted);
        Assert.Equal(1200, summary.Counts.Kept);
        Assert.Equal(Enumerable.Range(1000, 300).Select(k => (long)k), run.Target.Table.Keys);
        Assert.All(run.Target.Table.Values, sum => Assert.Equal(3, sum.Total));
    }
}
