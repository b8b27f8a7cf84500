using Dataflux.Engine.Ground;
using Dataflux.Engine.Rehearsing;
using Dataflux.Engine.Targets;
using Dataflux.Engine.Tracing;

namespace Dataflux.Tests.Engine.Rehearsing;

public class RehearsalTests
{
    [Fact]
    public async Task Rows_are_inserted_updated_left_and_deleted_in_the_order_of_a_migration()
    {
        var target = new SumTarget();
        target.Apply([new Sum(1, 1, 5), new Sum(2, 1, 6), new Sum(3, 1, 7)]);
        var rehearsal = target.Rehearsal = new MemoryRehearsal(target.Table);

        var result = await RunAsync(
            target, EngineRun.Put(1, 5), EngineRun.Put(2, 60), EngineRun.Delete(3), EngineRun.Put(4, 8), EngineRun.Delete(9));

        Assert.Equal(["delete 3 9", "upsert 1 2 4"], rehearsal.Calls);
        Assert.Equal(
            ["key = 3 Delete", "key = 9 Leave", "key = 1 Leave", "key = 2 Update", "key = 4 Insert"],
            result.Rows.Select(row => $"{row.Before.Key} {row.Fate}"));
        Assert.Equal([("total", "6", "60")], result.Rows[3].Changes);
        Assert.Equal([new TableChange("sum", 0, 3, 0)], result.Tables);
        Assert.True(rehearsal.Disposed);
        Assert.Equal([5, 6, 7], target.Table.Values.Select(sum => sum.Total));
        Assert.Equal(0, target.Transactions);
    }

    [Fact]
    public async Task A_group_that_the_target_refuses_is_isolated_and_the_others_are_written()
    {
        var target = new SumTarget();
        var rehearsal = target.Rehearsal = new MemoryRehearsal(target.Table)
        {
            OnUpsert = records =>
            {
                if (records.Any(record => record.Key == 3))
                    throw new ArgumentException("no threes");
            },
        };

        var result = await RunAsync(target, [.. Enumerable.Range(1, 4).Select(key => EngineRun.Item(key, key)), EngineRun.Item(3, 30)]);

        Assert.Equal(["upsert 1 2 3 4", "upsert 1 2", "upsert 3 4", "upsert 3", "upsert 4"], rehearsal.Calls);
        var reject = Assert.Single(result.Rejected);
        Assert.Equal(("upsert", "no threes", "23514", "3"), (reject.Stage, reject.Error.Message, reject.Error.Code, reject.Key));
        Assert.Equal([3, 5], reject.Lines);
        Assert.Equal(["key = 1", "key = 2", "key = 4"], result.Rows.Select(row => row.Before.Key));
        Assert.Equal([new TableChange("sum", 0, 3, 0)], result.Tables);
    }

    [Fact]
    public async Task A_failure_that_is_no_records_fault_ends_it()
    {
        var target = new SumTarget();
        var rehearsal = target.Rehearsal = new MemoryRehearsal(target.Table)
        {
            OnUpsert = _ => throw new InvalidOperationException("the disk is full"),
        };

        var failure = await Assert.ThrowsAsync<TargetException>(() => RunAsync(target, EngineRun.Item(1, 1), EngineRun.Item(2, 2)));

        Assert.Equal("the disk is full", failure.Message);
        Assert.Single(rehearsal.Calls);
        Assert.True(rehearsal.Disposed);
    }

    [Fact]
    public async Task A_check_collects_all_findings_and_leaves_the_upsert_out_when_tables_do_not_fit()
    {
        var missing = new TargetFinding(typeof(Sum), "Total", "no such column");
        var target = new SumTarget();
        target.Rehearsal = new MemoryRehearsal(target.Table) { Findings = [missing] };
        using var run = new EngineRun(new MemorySource()) { OnStart = _ => throw new InvalidOperationException("may not create") };

        var findings = await new TargetCheck(target, run.Profile()).RunAsync([new Sum(1, 1, 1)], TestContext.Current.CancellationToken);

        Assert.Equal([new TargetFinding(null, null, "onStart would fail: may not create") { Function = "onStart" }, missing], findings);
        Assert.Empty(target.Rehearsal.Calls);
    }

    [Fact]
    public async Task A_check_of_a_target_out_of_reach_says_where_it_is()
    {
        var target = new SumTarget();
        using var run = new EngineRun(new MemorySource());

        var finding = Assert.Single(await new TargetCheck(target, run.Profile()).RunAsync([], TestContext.Current.CancellationToken));

        Assert.Equal("memory: away; is it running, and are host and port right?", finding.Message);
    }

    private static async Task<RehearsalResult> RunAsync(SumTarget target, params string[] lines)
    {
        using var run = new EngineRun(new MemorySource()) { Deletes = true };
        var profile = run.Profile();
        return await new Rehearsal(target, profile).RunAsync(
            ProfileTrace.For(profile, ItemSample.Of("items", lines)), TestContext.Current.CancellationToken);
    }
}
