using Dataflux.Dialects.DynamoDb.Capacity;
using Dataflux.Engine.Ground;
using Dataflux.Tests.Engine;

namespace Dataflux.Tests.Dialects.DynamoDb;

public sealed class UnitBudgetTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(25)]
    [InlineData(1)]
    [InlineData(60)]
    public async Task The_rate_is_the_limit_whatever_calls_are_estimated_at(double estimate)
    {
        var time = new JumpingTime();
        var budget = new UnitBudget(500, time);
        var units = 0.0;
        while (time.Elapsed < TimeSpan.FromSeconds(20))
        {
            await budget.TakeAsync(estimate, Stop);
            budget.Settle(estimate, 25);
            units += 25;
        }

        Assert.InRange(units / time.Elapsed.TotalSeconds, 500 * 0.98, 500 * 1.02);
    }

    [Fact]
    public async Task What_calls_cost_and_how_many_were_throttled_is_counted()
    {
        var budget = new UnitBudget(limit: null, new JumpingTime());
        await budget.TakeAsync(10, Stop);
        budget.Settle(10, 12.5);
        budget.Throttled();
        budget.Throttled();
        budget.Settle(10, 0);

        Assert.Equal((12.5, 2L), (budget.Used, budget.ThrottledCalls));
    }

    [Fact]
    public async Task What_was_not_used_is_caught_up_for_a_moment_only()
    {
        var time = new JumpingTime();
        var budget = new UnitBudget(100, time);
        await budget.TakeAsync(10, Stop);
        time.Pass(TimeSpan.FromMinutes(10));
        var before = time.Elapsed;

        for (var i = 0; i < 100; i++)
            await budget.TakeAsync(10, Stop);

        // 1,000 units at 100 a second, less those of a fifth of a second.
        Assert.Equal(9.8, (time.Elapsed - before).TotalSeconds, tolerance: 0.2);
    }

    [Fact]
    public async Task Throttling_halves_the_rate_once_in_a_second_and_each_second_without_raises_it_by_a_twentieth_of_the_limit()
    {
        var time = new JumpingTime();
        var budget = new UnitBudget(1000, time);
        time.Pass(TimeSpan.FromSeconds(2));
        budget.Throttled();
        budget.Throttled();

        Assert.InRange(budget.Rate!.Value, 250, 500);
        var halved = budget.Rate.Value;
        time.Pass(TimeSpan.FromSeconds(3.5));
        await budget.TakeAsync(1, Stop);
        Assert.Equal(halved + (3 * 50), budget.Rate.Value, tolerance: 0.001);
        time.Pass(TimeSpan.FromMinutes(5));
        await budget.TakeAsync(1, Stop);
        Assert.Equal(1000, budget.Rate);
    }

    [Fact]
    public async Task A_table_without_a_limit_is_asked_as_fast_as_it_answers_until_it_throttles()
    {
        var time = new JumpingTime();
        var budget = new UnitBudget(limit: null, time);
        for (var i = 0; i < 400; i++)
        {
            await budget.TakeAsync(25, Stop);
            budget.Settle(25, 25);
            time.Pass(TimeSpan.FromMilliseconds(10));
        }

        Assert.Null(budget.Rate);
        budget.Throttled();

        // It took 2,500 a second.
        Assert.Equal(1250, budget.Rate!.Value, tolerance: 60);
    }

    [Theory]
    [InlineData("60%", 600)]
    [InlineData("2000", 2000)]
    [InlineData("max", null)]
    [InlineData(null, 500)]
    public void A_share_is_taken_of_what_the_table_was_given(string? text, int? expected) =>
        Assert.Equal(expected, CapacityChoice.Parse(text)!.UnitsOf(new() { ProvisionedThroughput = new() { WriteCapacityUnits = 1000 } }));

    [Fact]
    public void A_table_on_demand_has_no_share_unless_it_has_a_largest_throughput()
    {
        Assert.Null(CapacityChoice.Parse(null)!.UnitsOf(new()));
        Assert.Equal(
            400, CapacityChoice.Parse("40%")!.UnitsOf(new() { OnDemandThroughput = new() { MaxWriteRequestUnits = 1000 } }));
        var refused = Assert.Throws<TargetException>(() => CapacityChoice.Parse("40%")!.UnitsOf(new() { TableName = "orders" }));
        Assert.Contains("on demand", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("101%")]
    [InlineData("fast")]
    [InlineData("")]
    [InlineData("1e9")]
    public void Another_text_is_no_capacity(string text) => Assert.Null(CapacityChoice.Parse(text));
}
