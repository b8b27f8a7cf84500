namespace Dataflux.SampleData.Examples;

/// <summary>
/// Users with their sessions and the events in them, in one table with generic keys; and a counter that nobody wants to keep.
/// </summary>
internal static class SingleTable
{
    private const int Users = 30;
    private static readonly string[] Names = ["Ada", "Björn", "Chloé", "Дмитрий", "Eszter", "Øyvind", "Zoë \\\"Z\\\" Müller", "李雷"];
    private static readonly string[] Devices = ["ios", "android", "web"];
    private static readonly string[] Kinds = ["open", "search", "view", "share", "close"];

    internal static IEnumerable<string> Items(Randomness random)
    {
        for (var user = 1; user <= Users; user++)
        {
            var key = $"USER#{user:d4}";
            var email = random.Chance(0.7)
                ? $$""","email":{"S":"user{{user}}@example.com"}"""
                : random.Chance(0.5) ? ""","email":{"NULL":true}""" : "";
            var since = 1_600_000_000 + random.Below(90_000_000);
            yield return Item(key, "PROFILE", $$""","name":{"S":"{{random.Pick(Names)}}"},"since":{"N":"{{since}}"}{{email}}""");
            var sessions = random.Below(4);
            for (var session = 1; session <= sessions; session++)
            {
                var started = since + random.Below(10_000_000);
                yield return Item(
                    key, $"SESSION#{session:d3}", $$""","device":{"S":"{{random.Pick(Devices)}}"},"startedAt":{"N":"{{started}}"}""");
                var events = random.Below(6);
                for (var number = 1; number <= events; number++)
                {
                    var at = started + (number * 20) + random.Below(20);
                    yield return Item(
                        key, $"SESSION#{session:d3}#EVENT#{number:d4}", $$""","kind":{"S":"{{random.Pick(Kinds)}}"},"at":{"N":"{{at}}"}""");
                }
            }
        }

        yield return Item("COUNTER", "users", $$""","value":{"N":"{{Users}}"}""");
    }

    private static string Item(string pk, string sk, string attributes) =>
        $$$$"""{"Item":{"pk":{"S":"{{{{pk}}}}"},"sk":{"S":"{{{{sk}}}}"}{{{{attributes}}}}}}""";
}
