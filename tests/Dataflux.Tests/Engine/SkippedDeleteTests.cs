using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

/// <summary>Deletes that were skipped are not done: they are applied as soon as they can be.</summary>
public class SkippedDeleteTests
{
    private static readonly string[][] Files =
    [
        [EngineRun.Item(1, 10), EngineRun.Item(2, 20), EngineRun.Item(3, 30), EngineRun.Item(4, -4)],
        [EngineRun.Put(2, 21), EngineRun.Put(5, -5)],
        [EngineRun.Delete(1), EngineRun.Put(2, 22), EngineRun.Delete(3), EngineRun.Put(6, -6)],
        [EngineRun.Put(1, 11), EngineRun.Put(2, 23)],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_profile_that_gets_a_deleteItem_applies_the_deletes_skipped_before_in_the_order_of_the_exports(int writers)
    {
        using var run = new EngineRun(Chain()) { Options = new() { Writers = writers } };
        var without = await run.RunAsync();
        Assert.Equal((RunOutcome.Complete, 1, 2), (without.Outcome, without.ExitCode, without.DeletesLeft));
        Assert.Equal([1, 2, 3], run.Target.Table.Keys);

        run.Source = Chain();
        (run.Deletes, run.ProfileHash, run.Options) = (true, "p2", run.Options with { AcceptChanges = true });
        var with = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 0), (with.Outcome, with.DeletesLeft));
        Assert.Equal(["data/001.json.gz", "data/002.json.gz", "data/003.json.gz"], run.Source.Opened.Order());
        Assert.Equal([new Sum(1, 1, 11), new Sum(2, 1, 23)], run.Target.Table.Values);
        Assert.Equal((12, 3), (with.Counts.Items, with.Counts.RejectedTotal));
        Assert.Equal(
            ["data/000.json.gz", "data/001.json.gz", "data/002.json.gz"],
            run.Rejects().Select(static reject => reject.GetProperty("file").GetString()));
        Assert.Contains(
            run.Observer.Notices,
            static notice => notice.StartsWith("2 deletes that were skipped before are applied now: 3 files", StringComparison.Ordinal));

        run.Source = Chain();
        await run.RunAsync();
        Assert.Empty(run.Source.Opened);
    }

    [Fact]
    public async Task Deletes_that_are_skipped_knowingly_are_not_missed_and_are_applied_once_they_are_meant_to_be()
    {
        using var run = new EngineRun(Chain()) { Deletes = true, SkipDeletes = true };
        var skipped = await run.RunAsync();
        Assert.Equal((RunOutcome.Complete, 0), (skipped.Outcome, skipped.DeletesLeft));
        Assert.Equal(2, skipped.Counts.Skipped["delete"]);
        Assert.Empty(run.Observer.Notices);
        Assert.Equal([1, 2, 3], run.Target.Table.Keys);

        run.SkipDeletes = false;
        await run.RunAsync();

        Assert.Equal([new Sum(1, 1, 11), new Sum(2, 1, 23)], run.Target.Table.Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Whenever_deletes_begin_to_be_applied_the_table_is_that_of_the_newest_states(int seed)
    {
        var random = new Random(seed);
        var table = new SortedDictionary<long, long>();
        var files = new List<string[]>();
        using var run = new EngineRun(new MemorySource())
        {
            Grouped = false,
            Options = new() { Writers = 2, BatchSize = 2, AcceptChanges = true },
        };
        for (var export = 0; export < 12; export++)
        {
            files.Add([.. Enumerable.Range(1000, 12).Where(_ => export == 0 || random.Next(2) == 0).Select(key =>
            {
                var value = (export * 100) + random.Next(100);
                var kind = export == 0 ? 0 : random.Next(3);
                _ = kind == 0 ? table[key] = value : table.Remove(key) ? 0 : 1;
                return export == 0
                    ? EngineRun.Item(key, value)
                    : kind == 0 ? EngineRun.Put(key, value) : kind == 1 ? EngineRun.Delete(key) : EngineRun.PutOfNothing(key);
            })]);
            run.Source = new MemorySource([.. files]) { IsChain = true };
            run.Deletes = export > 4 && (run.Deletes || random.Next(3) == 0 || export == 11);
            await run.RunAsync();
        }

        Assert.Equal(table.Select(static row => (row.Key, row.Value)), run.Target.Table.Values.Select(static sum => (sum.Key, sum.Total)));
    }

    private static MemorySource Chain() => new(Files) { IsChain = true };
}
