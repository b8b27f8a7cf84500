using System.Text;
using Dataflux.Engine.Inspection;

namespace Dataflux.Tests.Engine.Inspection;

public class ValueSketchTests
{
    [Fact]
    public void Few_values_are_counted_exactly()
    {
        var sketch = new ValueSketch(capacity: 10);
        foreach (var (value, file) in new[] { (1, 0), (2, 0), (3, 0), (4, 0), (2, 0), (3, 1) })
            sketch.Add(Hash(value), file);

        Assert.Equal(new ValueFindings(4, IsExact: true, Repeated: 0.5, InSeveralParts: 0.25), sketch.Findings());
    }

    [Fact]
    public void No_value_has_no_findings() => Assert.Null(new ValueSketch().Findings());

    // 512 tracked of 100,000: the standard error of the estimates is about 4.4 % and 2.2 points; four times that is allowed.
    [Fact]
    public void Many_values_are_estimated_from_a_random_part_of_them()
    {
        var sketch = new ValueSketch();
        for (var file = 0; file < 2; file++)
        {
            for (var value = 0; value < 100_000; value++)
            {
                if (file == 0 || value % 4 == 0)
                    sketch.Add(Hash(value), file);
            }
        }

        var found = sketch.Findings()!;
        Assert.False(found.IsExact);
        Assert.InRange(found.Distinct, 82_000, 118_000);
        Assert.InRange(found.InSeveralParts, 0.17, 0.33);
        Assert.Equal(found.Repeated, found.InSeveralParts);
        Assert.False(found.IsUnique);
    }

    [Fact]
    public void Unique_values_stay_unique_however_many_there_are()
    {
        var sketch = new ValueSketch();
        for (var value = 0; value < 50_000; value++)
            sketch.Add(Hash(value), value % 7);

        Assert.True(sketch.Findings()!.IsUnique);
    }

    private static ulong Hash(int value) => ValueHash.Of(Encoding.UTF8.GetBytes($"value {value}"));
}
