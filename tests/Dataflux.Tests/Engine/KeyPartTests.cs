using System.ComponentModel.DataAnnotations;
using Dataflux.Engine.Pipeline;

namespace Dataflux.Tests.Engine;

/// <summary>Keys that are one in the database go to one writer.</summary>
public class KeyPartTests
{
    private sealed record Of<TKey>([property: Key] TKey Key);

    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    private static void AssertOneKey<TKey>(TKey one, TKey other, TKey different)
    {
        var hash = RecordHash.ByKey<Of<TKey>>()!;
        Assert.Equal(hash(new(one)), hash(new(other)));
        Assert.NotEqual(hash(new(one)), hash(new(different)));
    }

    [Fact]
    public void Times_and_spans_are_told_apart_by_their_microseconds()
    {
        AssertOneKey(Noon.AddTicks(1), Noon.AddTicks(9), Noon.AddTicks(10));
        AssertOneKey(
            new DateTimeOffset(Noon).AddTicks(1),
            new DateTimeOffset(Noon).AddTicks(9).ToOffset(TimeSpan.FromHours(2)),
            new DateTimeOffset(Noon).AddTicks(10));
        AssertOneKey(new TimeOnly(1), new TimeOnly(9), new TimeOnly(10));
        AssertOneKey(new TimeSpan(11), new TimeSpan(19), new TimeSpan(20));
        AssertOneKey(new TimeSpan(-1), new TimeSpan(9), new TimeSpan(10));
        AssertOneKey(new TimeSpan(-21), new TimeSpan(-29), new TimeSpan(-30));
    }

    [Fact]
    public void So_are_those_that_may_be_null()
    {
        AssertOneKey<DateTime?>(Noon.AddTicks(1), Noon.AddTicks(9), Noon.AddTicks(10));
        AssertOneKey<TimeSpan?>(new TimeSpan(11), new TimeSpan(19), new TimeSpan(20));
        AssertOneKey<TimeSpan?>(null, null, new TimeSpan(20));
    }

    [Theory]
    [InlineData("Street 1", "sTREET 1")]
    [InlineData("street 1", "street 1   ")]
    public void Keys_that_a_target_may_call_equal_have_one_hash(string one, string other)
    {
        static ulong HashOf(string key) => KeyForm.For(typeof(Of<string>)).HashOf(new Of<string>(key), isLoose: false)!.Value;

        Assert.Equal(HashOf(one), HashOf(other));
        Assert.NotEqual(HashOf(one), HashOf(" " + one));
    }

    [Fact]
    public void Numbers_are_told_apart_by_their_value()
    {
        AssertOneKey(1.0m, 1.00m, 1.1m);
        AssertOneKey(0.0, -0.0, 1.0);
        AssertOneKey(double.NaN, -double.NaN, 1.0);
    }
}
