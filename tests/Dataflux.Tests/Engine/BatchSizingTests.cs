using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

public sealed class BatchSizingTests
{
    private const int Items = 150_000;

    [Fact]
    public async Task Batches_grow_while_transactions_are_quick_up_to_the_largest_size() =>
        Assert.Equal([5_000, 10_000, 20_000], await SizesAsync(_ => 10));

    [Fact]
    public async Task Batches_shrink_while_transactions_are_slow_down_to_the_smallest_size() =>
        Assert.Equal([5_000, 2_500, 1_250, 625, 500], await SizesAsync(_ => 3_000));

    [Fact]
    public async Task Batches_settle_where_a_transaction_takes_neither_long_nor_little() =>
        Assert.Equal([5_000, 2_500], await SizesAsync(records => records / 4.5)); // 1,111 ms, then 556

    [Fact]
    public async Task Batches_grow_only_while_twice_the_size_would_not_be_slow() =>
        Assert.Equal([5_000, 10_000], await SizesAsync(records => records / 20.0)); // 250 ms, then 500

    [Fact]
    public async Task A_size_that_is_asked_for_stays()
    {
        Assert.Equal([1_000], await SizesAsync(_ => 10, new() { BatchSize = 1_000, Writers = 1 }));
        Assert.Equal([25_000], await SizesAsync(_ => 3_000, new() { BatchSize = 25_000, Writers = 1 }));
    }

    // The sizes in their order, without the last batch: it holds what is left at the end of the file, fewer or up to twice as many records.
    // How many batches each size has depends on how far the stages are ahead.
    private static async Task<List<int>> SizesAsync(Func<int, double> milliseconds, MigrationOptions? options = null)
    {
        using var run = new EngineRun(new MemorySource([.. Enumerable.Range(0, Items).Select(n => EngineRun.Item(1_000_000 + n, 1))]))
        {
            Options = options ?? new() { Writers = 1 },
        };
        var sizes = new List<int>();
        run.Target.BeforeCommit = records =>
        {
            sizes.Add(records.Count);
            run.Time.Pass(TimeSpan.FromMilliseconds(milliseconds(records.Count)));
        };
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal(Items, run.Target.Table.Count);
        return [.. sizes.SkipLast(1).Distinct()];
    }
}
