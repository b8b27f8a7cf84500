using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Tests.Engine;

public sealed class PressureTests
{
    private const int Records = 10_000;

    [Theory]
    [InlineData(1_000, 1)]
    [InlineData(700, 1)]
    [InlineData(25_000, 1)]
    [InlineData(1_000, 2)]
    public async Task Records_are_written_at_the_rate_that_is_allowed(double rate, int writers)
    {
        using var run = NewRun();
        run.Options = new MigrationOptions { MaxRate = rate, Writers = writers, BatchSize = 5_000 };
        var largest = 0;
        run.Target.BeforeCommit = records =>
        {
            largest = Math.Max(largest, records.Count);

            // However it is cut, at no moment is more written than a second's records beyond the rate.
            var allowed = (run.Time.Elapsed.TotalSeconds + 1) * rate;
            Assert.True(
                run.Target.Table.Count + records.Count <= allowed + 1,
                $"{run.Target.Table.Count} and {records.Count} after {run.Time.Elapsed}");
        };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, Records), (summary.Outcome, run.Target.Table.Count));
        Assert.InRange(Records / run.Time.Elapsed.TotalSeconds, rate * 0.95, rate * 1.05);
        Assert.True(largest <= rate / 4, $"a batch of {largest}");
        Assert.True(run.Observer.Waited > TimeSpan.Zero);
    }

    [Fact]
    public async Task Without_limits_nobody_waits_and_no_replica_is_asked_for()
    {
        using var run = NewRun();
        run.Target.Lag = () => throw new InvalidOperationException("asked");

        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (run.Time.Elapsed, run.Observer.Waited));
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_the_rate_and_nothing_of_the_batch_is_written()
    {
        using var stop = new CancellationTokenSource();
        using var run = NewRun(new JumpingTime { BeforeJump = stop.Cancel });
        run.Options = new MigrationOptions { MaxRate = 0.001, Writers = 1 };

        Assert.Equal(RunOutcome.Interrupted, (await run.RunUntilAsync(stop.Token)).Outcome);
        Assert.Empty(run.Target.Table);
    }

    [Fact]
    public async Task A_replica_that_is_too_far_behind_holds_the_writers_until_it_caught_up()
    {
        using var run = NewRun();
        run.Options = new MigrationOptions { MaxReplicaLag = TimeSpan.FromSeconds(10), Writers = 2, BatchSize = 1_000 };
        var answers = new Queue<double>([11, 14, 10.5, 9.9]);
        run.Target.Lag = () => new ReplicaLag("standby1", TimeSpan.FromSeconds(answers.Count > 0 ? answers.Dequeue() : 0));
        run.Target.BeforeCommit = _ => Assert.Empty(answers);

        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);

        // One question a second: three answers were too much.
        Assert.Equal(
            ["standby1 11 of 10", "go on after 3"],
            run.Observer.Holds);
        Assert.Equal(TimeSpan.FromSeconds(3), run.Time.Elapsed);
        Assert.Equal(Records, run.Target.Table.Count);
    }

    [Fact]
    public async Task An_outage_while_replicas_are_asked_for_is_waited_out()
    {
        using var run = NewRun();
        run.Options = new MigrationOptions { MaxReplicaLag = TimeSpan.FromSeconds(10) };
        var failures = 2;
        run.Target.Lag = () => failures-- > 0
            ? throw new TimeoutException("the server is gone")
            : new ReplicaLag("standby1", TimeSpan.Zero);

        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal(["the server is gone", "the server is gone"], run.Observer.Retries.Select(failure => failure.Message));
    }

    [Fact]
    public async Task A_target_that_does_not_tell_ends_the_run_before_anything_is_written()
    {
        using var run = NewRun();
        run.Options = new MigrationOptions { MaxReplicaLag = TimeSpan.FromSeconds(10) };
        run.Target.Lag = () => throw new TargetException("the user may not see it");

        var summary = await run.RunAsync();
        Assert.Equal((RunOutcome.Failed, "the user may not see it"), (summary.Outcome, summary.Error));
        Assert.Empty(run.Target.Table);
    }

    [Fact]
    public async Task That_there_is_no_replica_is_said_once()
    {
        using var run = NewRun();
        run.Options = new MigrationOptions { MaxReplicaLag = TimeSpan.FromSeconds(10), MaxRate = 1_000 };
        var asked = 0;
        run.Target.Lag = () =>
        {
            asked++;
            return null;
        };

        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.InRange(asked, 8, 11);
        Assert.Single(run.Observer.Notices, notice => notice.Contains("no replica is connected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_target_that_counts_what_a_run_costs_has_it_told_and_once_when_the_run_will_be_through()
    {
        using var run = NewRun();
        run.Options = new MigrationOptions { MaxRate = 100, Writers = 1 };
        run.Target.Load = new CountedLoad(() => 3.0 * run.Target.Table.Count);

        await run.RunAsync();

        // 10,000 records at 100 in a second, 3 units each: after ten seconds 9,000 are left.
        var notice = Assert.Single(run.Observer.Notices);
        Assert.Matches(@"^(8,9\d\d|9,000) items are left and need about 2[67],\d\d\d write units: at 150 in a second \(the limit of", notice);
        Assert.Contains("takes 0:0", notice, StringComparison.Ordinal);
    }

    private sealed class CountedLoad(Func<double> used) : ITargetLoad
    {
        public TargetLoad Now => new("write units", Limit: 150, Rate: 150, used(), Throttled: 0);
    }

    private static EngineRun NewRun(JumpingTime? time = null) => new(new MemorySource(
        [.. Enumerable.Range(0, 4)
            .Select(
                file => Enumerable.Range(0, Records / 4).Select(n => EngineRun.Item(1_000_000 + (file * Records / 4) + n, 1)).ToArray())]))
    { Time = time ?? new JumpingTime() };
}
