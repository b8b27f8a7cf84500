using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

/// <summary>What an item of an incremental export wrote before and does not write now.</summary>
public class EarlierRecordTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_put_of_which_the_profile_makes_nothing_deletes_the_records_of_its_key_and_stays_counted_as_skipped(int writers)
    {
        using var run = new EngineRun(new MemorySource(
            [EngineRun.Item(1, 10), EngineRun.Item(2, 20), EngineRun.Item(3, 30)],
            [EngineRun.PutOfNothing(1), EngineRun.Put(2, 21), EngineRun.PutOfNothing(9), EngineRun.Delete(3)]))
        {
            Deletes = true,
            Grouped = false,
            Options = new() { Writers = writers, BatchSize = 1 },
        };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 0), (summary.Outcome, summary.ExitCode));
        Assert.Equal([new Sum(2, 1, 21)], run.Target.Table.Values);
        Assert.Equal(new Dictionary<string, long> { ["parseItem"] = 2 }, summary.Counts.Skipped);
        Assert.Equal((7, 5, 2), (summary.Counts.Items, summary.Counts.Kept, summary.Counts.Records.Deleted));
        Assert.True(summary.Counts.AddUp);
    }

    [Fact]
    public async Task A_put_whose_earlier_record_cannot_be_deleted_is_rejected_and_counted_once()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)], [EngineRun.PutOfNothing(1), EngineRun.Put(2, 20)]))
        {
            Deletes = true,
            Grouped = false,
            Options = new() { Writers = 1, BatchSize = 1 },
        };
        run.Target.BeforeCommit = records => _ = records.Count == 0 ? throw new ArgumentException("is referred to") : 0;

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 1), (summary.Outcome, summary.ExitCode));
        Assert.Equal((3, 2, 0, 1), (summary.Counts.Items, summary.Counts.Kept, summary.Counts.SkippedTotal, summary.Counts.RejectedTotal));
        Assert.Equal(
            "data/001.json.gz:1",
            run.Rejects().Select(reject => $"{reject.GetProperty("file")}:{reject.GetProperty("lines")[0]}").Single());
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    public async Task Nothing_goes_where_rows_are_grouped_or_the_profile_deletes_nothing_or_deletes_are_skipped(
        bool grouped, bool deletes, bool skip)
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)], [EngineRun.PutOfNothing(1)]))
        {
            Deletes = deletes,
            SkipDeletes = skip,
            Grouped = grouped,
        };

        await run.RunAsync();

        Assert.Equal([new Sum(1, 1, 10)], run.Target.Table.Values);
    }
}
