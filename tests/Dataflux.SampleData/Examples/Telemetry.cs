using System.Globalization;

namespace Dataflux.SampleData.Examples;

/// <summary>A table with the state of each device and its measurements of four months, under one key.</summary>
internal static class Telemetry
{
    private const int Devices = 8;
    private const int Days = 120;
    private static readonly DateTimeOffset Start = new(2025, 9, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Models = ["T-100", "T-200", "X-7"];

    internal static IEnumerable<string> Items(Randomness random)
    {
        for (var device = 1; device <= Devices; device++)
        {
            var last = Start;
            for (var day = 0; day < Days; day += random.Between(1, 3))
            {
                last = Start.AddDays(day).AddMilliseconds(random.Below(86_400_000));
                yield return $$$"""
                    {"Item":{"pk":{"S":"DEVICE#d-{{{device:d3}}}"},"sk":{"S":"AT#{{{Iso(last)}}}"},"temperature":{"N":"{{{Decimal(random.Between(-2_000, 4_000), 2)}}}"}{{{Battery(ref random)}}} } }
                    """;
            }

            yield return $$$"""
                {"Item":{"pk":{"S":"DEVICE#d-{{{device:d3}}}"},"sk":{"S":"STATE"},"model":{"S":"{{{Models[device % 3]}}}"},"firmware":{"S":"2.{{{device % 4}}}"},"seenAt":{"S":"{{{Iso(last)}}}"},"settings":{"M":{"interval":{"N":"{{{60 * device}}}"},"quiet":{"BOOL":{{{(device % 2 == 0 ? "true" : "false")}}} } } } } }
                """;
        }
    }

    private static string Battery(ref Randomness random) =>
        random.Chance(0.7) ? $$$""","battery":{"N":"{{{Decimal(random.Between(2_000, 10_000), 4)}}}"}""" : "";

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Decimal(int value, int scale) =>
        ((decimal)value / (decimal)Math.Pow(10, scale)).ToString(CultureInfo.InvariantCulture);
}
