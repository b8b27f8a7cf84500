using Dataflux.Composing.Output;

namespace Dataflux.Tests.Cli;

public class ProgressMeterTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void The_rate_and_the_remaining_time_follow_from_the_counts()
    {
        var meter = new ProgressMeter(_time, total: 10_000, done: 0);
        _time.Advance(10);
        meter.Record(1_000);

        Assert.Equal(100, meter.Rate);
        Assert.Equal(TimeSpan.FromSeconds(90), meter.Remaining);
    }

    [Fact]
    public void Items_of_an_earlier_run_do_not_make_this_one_faster()
    {
        var meter = new ProgressMeter(_time, total: 10_000, done: 9_000);
        _time.Advance(10);
        meter.Record(9_100);

        Assert.Equal(10, meter.Rate);
        Assert.Equal(TimeSpan.FromSeconds(90), meter.Remaining);
    }

    [Fact]
    public void The_rate_forgets_what_is_older_than_half_a_minute()
    {
        var meter = new ProgressMeter(_time, total: null, done: 0);
        for (var second = 1; second <= 60; second++)
        {
            _time.Advance(1);
            meter.Record(1_000 * second);
        }

        for (var second = 1; second <= 40; second++)
        {
            _time.Advance(1);
            meter.Record(60_000 + (10 * second));
        }

        Assert.Equal(10, meter.Rate);
        Assert.Null(meter.Remaining);
    }

    [Fact]
    public void Nothing_is_promised_before_anything_was_measured()
    {
        var meter = new ProgressMeter(_time, total: 10, done: 0);
        Assert.Null(meter.Remaining);
        _time.Advance(5);
        meter.Record(0);
        Assert.Null(meter.Remaining);
    }
}
