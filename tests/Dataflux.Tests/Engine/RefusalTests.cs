using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

/// <summary>Whether a refusal is the record's own or everybody's: what happens to the others tells.</summary>
public class RefusalTests
{
    // The profile of these tests treats some small keys in its own way.
    private const long Base = 10_000;

    [Fact]
    public async Task A_failure_that_may_be_everybodys_is_the_records_when_others_go_through()
    {
        using var run = NewRun(Items(1, 400));
        run.Target.OnUpsert = records => SumTarget.ForbiddenWhen(records.Any(record => record.Key - Base is 1 or 2 or 77 or 400));

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal((396, 4), (summary.Counts.Kept, summary.Counts.RejectedTotal));
        Assert.Equal([1, 2, 77, 400], run.Rejects().Select(reject => reject.GetProperty("lines")[0].GetInt32()).Order());
        Assert.Equal(396, run.Target.Table.Count);
    }

    [Fact]
    public async Task When_all_are_refused_the_run_stops_and_rejects_nothing()
    {
        using var run = NewRun(Items(1, 5_000));
        var tries = 0;
        run.Target.OnUpsert = _ =>
        {
            tries++;
            SumTarget.ForbiddenWhen(true);
        };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Failed, "forbidden"), (summary.Outcome, summary.Error));
        Assert.Equal(0, summary.Counts.RejectedTotal);
        Assert.Empty(run.Rejects());
        Assert.True(tries < 250, $"{tries} tries");
    }

    [Theory]
    [InlineData(CheckpointPlace.Folder)]
    [InlineData(CheckpointPlace.Target)]
    public async Task A_file_of_few_records_that_are_all_refused_is_not_done(CheckpointPlace place)
    {
        using var run = NewRun(Items(1, 3));
        run.Options = run.Options with { Checkpoint = place };
        run.Target.OnUpsert = records => SumTarget.ForbiddenWhen(records.Count > 0);

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Failed, 0), (summary.Outcome, summary.PartsDone));
        Assert.Contains("Nothing has been written yet that would tell", summary.Error, StringComparison.Ordinal);
        run.Target.OnUpsert = _ => { };
        Assert.Equal((RunOutcome.Complete, 3), ((await run.RunAsync()).Outcome, run.Target.Table.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(500)]
    public async Task Records_are_not_rejected_when_the_right_to_write_is_lost_in_mid_run(int left)
    {
        using var run = NewRun(Items(1, 200), Items(201, left), Items(5_000, 10));
        run.Options = run.Options with { Writers = 1, Readers = 1 };
        var lost = false;
        run.Target.OnUpsert = records => SumTarget.ForbiddenWhen(lost = lost || records.Any(record => record.Key > Base + 200));

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Failed, "forbidden"), (summary.Outcome, summary.Error));
        Assert.Equal((1, 0), (summary.PartsDone, summary.Counts.RejectedTotal));
        run.Target.OnUpsert = _ => { };
        summary = await run.RunAsync();
        Assert.Equal((RunOutcome.Complete, 0), (summary.Outcome, summary.Counts.RejectedTotal));
        Assert.Equal(200 + left + 10, run.Target.Table.Count);
    }

    [Fact]
    public async Task An_export_of_which_every_record_is_refused_alike_is_not_rejected_one_by_one()
    {
        using var run = NewRun(Items(1, 5_000));
        run.Target.OnUpsert = _ => throw new ArgumentException("no partition of relation");

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Failed, summary.Outcome);
        Assert.Equal(
            "200 items in a row were refused for the same reason, and so was a sample of those behind them: no partition of relation "
            + "Correct the cause, then run again. If so many items are to be rejected, allow it with maxRejects, such as 100%.",
            summary.Error);
        Assert.Empty(run.Rejects());
    }

    [Fact]
    public async Task A_limit_that_allows_them_has_all_of_them_rejected()
    {
        using var run = NewRun(Items(1, 1_000));
        run.Options = run.Options with { MaxRejects = new(0, Percent: 100) };
        run.Target.OnUpsert = _ => throw new ArgumentException("no partition of relation");

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 1_000), (summary.Outcome, summary.Counts.RejectedTotal));
    }

    [Fact]
    public async Task A_few_records_that_are_all_bad_are_all_rejected()
    {
        using var run = NewRun(Items(1, 150));
        run.Target.OnUpsert = _ => throw new ArgumentException("check constraint");

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 150), (summary.Outcome, summary.Counts.RejectedTotal));
    }

    [Fact]
    public async Task Many_bad_records_in_a_row_are_rejected_when_those_behind_them_are_good()
    {
        using var run = NewRun(Items(1, 2_000));
        run.Target.OnUpsert = records =>
        {
            if (records.Any(record => record.Key <= Base + 900))
                throw new ArgumentException("no partition of relation");
        };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 900, 1_100), (summary.Outcome, summary.Counts.RejectedTotal, summary.Counts.Kept));
    }

    [Fact]
    public async Task Bad_records_in_a_row_are_counted_from_the_last_good_one()
    {
        // Twice 150, and behind them nothing good that a sample would find.
        using var run = NewRun(Items(1, 301));
        run.Options = run.Options with { BatchSize = 1_000, Writers = 1 };
        run.Target.OnUpsert = records =>
        {
            if (records.Any(record => record.Key != Base + 151))
                throw new ArgumentException("check constraint");
        };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 300, 1), (summary.Outcome, summary.Counts.RejectedTotal, summary.Counts.Kept));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2_000)]
    public async Task A_batch_that_takes_too_long_twice_is_divided_and_the_next_ones_are_smaller(int? batchSize)
    {
        using var run = NewRun(Items(1, 20_000));
        run.Options = run.Options with { Writers = 1, BatchSize = batchSize };
        var sizes = new List<int>();
        run.Target.BeforeCommit = records =>
        {
            sizes.Add(records.Count);
            SumTarget.TooLongWhen(records.Count > 700);
        };

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal((20_000, 0), (run.Target.Table.Count, summary.Counts.RejectedTotal));
        Assert.True(sizes.Count(size => size > 700) < 20, string.Join(' ', sizes));
        Assert.Contains(
            run.Observer.Notices, notice => notice.Contains("too much for the target more than once", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Batches_grow_again_when_it_was_only_for_a_while()
    {
        using var run = NewRun(Items(1, 50_000));
        run.Options = run.Options with { Writers = 1, BatchSize = 1_000 };
        var sizes = new List<int>();
        run.Target.BeforeCommit = records =>
        {
            sizes.Add(records.Count);
            SumTarget.TooLongWhen(sizes.Count < 10 && records.Count > 300);
        };

        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);

        Assert.Equal(1_000, sizes[^2]);
    }

    [Fact]
    public async Task A_single_record_that_takes_too_long_is_an_outage_and_never_rejected()
    {
        using var run = NewRun(Items(1, 100));
        run.Options = run.Options with { RetryFor = TimeSpan.FromSeconds(30) };
        run.Target.BeforeCommit = records => SumTarget.TooLongWhen(records.Any(record => record.Key == Base + 50));

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Failed, 0), (summary.Outcome, summary.Counts.RejectedTotal));
        Assert.StartsWith("gave up writing to the target", summary.Error, StringComparison.Ordinal);
        Assert.Empty(run.Rejects());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(100)]
    public async Task Patience_ends_on_the_second(int seconds)
    {
        using var run = NewRun(Items(1, 1));
        run.Options = run.Options with { RetryFor = TimeSpan.FromSeconds(seconds) };
        run.Target.BeforeCommit = _ => SumTarget.AwayWhile(true);

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Failed, summary.Outcome);
        Assert.InRange(run.Time.Elapsed.TotalSeconds, seconds - 0.01, seconds + 0.1);
    }

    private static EngineRun NewRun(params string[][] files) => new(new MemorySource(files));

    private static string[] Items(int first, int count) => [.. Enumerable.Range(first, count).Select(key => EngineRun.Item(Base + key, 1))];
}
