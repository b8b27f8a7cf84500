using Dataflux.Cli.Monitoring;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Targets;
using Dataflux.Tests.Engine;

namespace Dataflux.Tests.Cli;

/// <summary>What is kept of a target's capacity.</summary>
public sealed class CapacityStatusTests
{
    [Fact]
    public void Nothing_is_kept_before_a_target_tells_and_then_what_it_told_last()
    {
        var monitor = new PressureMonitor(new MigrationOptions(), new JumpingTime());
        Assert.Null(monitor.Now());

        monitor.LoadSeen(new TargetLoad("write units", 2000, 2000, 10, 0));
        monitor.LoadSeen(new TargetLoad("write units", 2000, 950, 1_234_567, 17));

        var told = monitor.Now()!;
        Assert.Equal((2000, 950, 17), (told.CapacityLimit, told.CapacityRate, told.TargetThrottled));
        Assert.Equal(
            "1,234,567 write units used, 2,000/s allowed, 950/s now; the target throttled 17 times", StatusText.Capacity(told, runs: true));
        Assert.Equal("1 write units used, no limit; the target throttled once", StatusText.Capacity(
            new PressureStatus { CapacityUnit = "write units", CapacityUsed = 1, TargetThrottled = 1 }, runs: false));
    }
}
