using System.Globalization;

namespace Dataflux.SampleData.Examples;

/// <summary>Messages of devices as they arrived: what the device is, where it was, what it measured, nested in each other.</summary>
internal static class DeviceEvents
{
    private const int Devices = 12;
    private const int Events = 150;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly (string Name, string Unit)[] Sensors =
    [
        ("temperature", "°C"),
        ("humidity", "%"),
        ("battery", "V"),
        ("co2", "ppm"),
    ];
    private static readonly string[] Models = ["T-100", "T-200", "X-7"];
    private static readonly string[] Tags = ["calibrated", "indoor", "late", "test"];

    internal static IEnumerable<string> Items(Randomness random)
    {
        for (var number = 1; number <= Events; number++)
        {
            var device = random.Between(1, Devices);
            var at = Start.AddSeconds((number * 600) + random.Below(600)).AddMilliseconds(random.Below(1_000));
            var firmware = $"{1 + (number / 60)}.{device % 3}";
            var location = random.Chance(0.8)
                ? $$$""","location":{"M":{"lat":{"N":"{{{Decimal(46_000_000 + random.Below(1_000_000), 6)}}}"},"lon":{"N":"{{{Decimal(7_000_000 + random.Below(1_000_000), 6)}}}"} } }"""
                : "";
            var readings = string.Join(',', Enumerable.Range(0, random.Below(5)).Select(_ => Reading(ref random)));
            var tags = random.Chance(0.4) ? $$""","tags":{"SS":["{{Tags[random.Below(2)]}}","{{Tags[2 + random.Below(2)]}}"]}""" : "";
            yield return $$$"""
                {"Item":{"eventId":{"S":"e-{{{number:d6}}}"},"at":{"S":"{{{at:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}}"},"device":{"M":{"id":{"S":"d-{{{device:d3}}}"},"model":{"S":"{{{Models[device % 3]}}}"},"firmware":{"S":"{{{firmware}}}"}{{{location}}} } },"readings":{"L":[{{{readings}}}]}{{{tags}}} } }
                """;
        }
    }

    private static string Reading(ref Randomness random)
    {
        var (name, unit) = random.Pick(Sensors);
        return $$$"""{"M":{"sensor":{"S":"{{{name}}}"},"value":{"N":"{{{Decimal(random.Between(-500, 9_999), 2)}}}"},"unit":{"S":"{{{unit}}}"} } }""";
    }

    private static string Decimal(int value, int scale) =>
        ((decimal)value / (decimal)Math.Pow(10, scale)).ToString(CultureInfo.InvariantCulture);
}
