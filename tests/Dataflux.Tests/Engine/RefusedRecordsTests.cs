using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Tests.Engine;

/// <summary>Records that a target names as refused are rejected without a search, and the others of their batch are written.</summary>
public class RefusedRecordsTests
{
    private static EngineRun Run(int keys, Func<long, bool> refused, bool keepsStateInTarget)
    {
        var run = new EngineRun(new MemorySource([.. Enumerable.Range(1, keys).Select(key => EngineRun.Item(1000 + key, key * 10))]))
        {
            Options = new() { Writers = 1, Checkpoint = keepsStateInTarget ? CheckpointPlace.Target : CheckpointPlace.Folder },
        };
        run.Target.BeforeCommit = records =>
        {
            object[] named = [.. records.Where(record => refused(record.Key))];
            if (named.Length > 0)
                throw new RefusedRecordsException(named, new(FailureKind.Row, "not taken") { Code = "RowNotTaken", Table = "sums" });
        };
        return run;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_of_a_batch_cost_one_more_transaction(bool keepsStateInTarget)
    {
        using var run = Run(500, key => key % 2 == 0, keepsStateInTarget);

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal((500, 250, 250), (summary.Counts.Items, summary.Counts.Kept, summary.Counts.RejectedTotal));
        Assert.Equal(Enumerable.Range(0, 250).Select(n => 1001 + (2L * n)), run.Target.Table.Keys);
        var rejects = run.Rejects();
        Assert.Equal(Enumerable.Range(1, 250).Select(n => 2L * n), rejects.Select(reject => reject.GetProperty("lines")[0].GetInt64()));
        Assert.All(rejects, reject => Assert.Equal("RowNotTaken", reject.GetProperty("error").GetProperty("code").GetString()));
        Assert.InRange(run.Target.Transactions, 1, 8);
    }

    [Fact]
    public async Task All_of_a_batch_are_rejected()
    {
        using var run = Run(3, _ => true, keepsStateInTarget: false);

        var summary = await run.RunAsync();

        Assert.Equal((3, 0, 3), (summary.Counts.Items, summary.Counts.Kept, summary.Counts.RejectedTotal));
        Assert.Empty(run.Target.Table);
    }

    [Fact]
    public async Task No_field_of_a_reject_tells_a_secret()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 1)]))
        {
            Redact = text => text.Replace("pl4nted", "***", StringComparison.Ordinal),
        };
        run.Target.BeforeCommit = records => throw new RefusedRecordsException(
            [.. records],
            new(FailureKind.Row, "no pl4nted") { Code = "pl4nted1", Table = "pl4nted2", Column = "pl4nted3", Constraint = "pl4nted4" });

        await run.RunAsync();

        var error = Assert.Single(run.Rejects()).GetProperty("error");
        Assert.Equal(
            ["no ***", "***1", "***2", "***3", "***4"],
            new[] { "message", "code", "table", "column", "constraint" }.Select(name => error.GetProperty(name).GetString()));
    }
}
