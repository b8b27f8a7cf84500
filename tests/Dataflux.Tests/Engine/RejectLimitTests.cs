using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

public sealed class RejectLimitTests
{
    [Fact]
    public async Task Too_many_rejects_stop_the_run_and_name_the_three_most_frequent_reasons()
    {
        // Of four reasons, in this order: 4 x, 2 x, 3 x, and then so many of the last that the limit is passed.
        string[] items =
        [
            .. Enumerable.Repeat("not json", 4),
            .. Enumerable.Range(0, 2).Select(_ => """{"Item":{"k":{"S":"one"},"v":{"N":"1"}}}"""),
            .. Enumerable.Range(0, 3).Select(_ => """{"Item":{"k":{"N":"1"}}}"""),
            .. Enumerable.Range(1, 100).Select(i => EngineRun.Item(i, -i)),
        ];
        using var run = new EngineRun(new MemorySource(items)) { Options = new() { MaxRejects = new RejectLimit(15) } };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.TooManyRejects, ExitCode.TooManyRejects), (summary.Outcome, summary.ExitCode));
        var lines = summary.Error!.Split(Environment.NewLine);
        Assert.Matches("^stopped: 16 of [0-9]+ items were rejected, maxRejects is 15; most frequent:$", lines[0]);
        Assert.Collection(
            lines[1..],
            line => Assert.StartsWith("  7 x parseItem: negative value …", line, StringComparison.Ordinal),
            line => Assert.StartsWith("  4 x read: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("  3 x parseItem: ", line, StringComparison.Ordinal));
        Assert.Equal(16, run.Rejects().Count);
    }

    [Fact]
    public async Task Rejects_of_a_file_that_is_grouped_again_on_disk_count_once()
    {
        var items = Enumerable.Range(0, 500).Select(i => EngineRun.Item(1000 + (i % 50), i)).ToList();
        items.InsertRange(0, [EngineRun.Item(1, -1), EngineRun.Item(2, -1), "not json"]);
        using var run = new EngineRun(new MemorySource([.. items]))
        {
            Options = new() { GroupMemory = 2_000, MaxRejects = new RejectLimit(3) },
        };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 3, 500), (summary.Outcome, summary.Counts.RejectedTotal, summary.Counts.Kept));
    }

    [Theory]
    [InlineData("1%", 10, 1_000, false)]
    [InlineData("1%", 11, 1_000, true)]
    [InlineData("1%", 500, 999, false)]
    [InlineData("10", 10, 10, false)]
    [InlineData("10", 11, 11, true)]
    public void A_limit_is_a_number_or_a_share_that_is_judged_after_a_thousand_items(
        string limit, long rejected, long items, bool exceeded) =>
        Assert.Equal(
            exceeded,
            (limit.EndsWith('%') ? new RejectLimit(0, double.Parse(limit[..^1])) : new RejectLimit(long.Parse(limit))).IsExceeded(
                rejected, items));
}
