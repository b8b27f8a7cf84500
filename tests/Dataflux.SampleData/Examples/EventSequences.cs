namespace Dataflux.SampleData.Examples;

/// <summary>Parcels on their way: an item for every step, of which each knows only its own.</summary>
internal static class EventSequences
{
    private const int Parcels = 60;
    private const long Start = 1_767_225_600_000; // 2026-01-01T00:00:00Z
    private static readonly string[] Steps = ["accepted", "sorted", "loaded", "customs", "out-for-delivery", "delivered"];
    private static readonly string[] Places = ["Bern", "Genève", "Lyon", "Łódź", "København", "Praha"];

    internal static IEnumerable<string> Items(Randomness random)
    {
        for (var parcel = 1; parcel <= Parcels; parcel++)
        {
            var at = Start + random.Below(500_000_000);
            var steps = random.Between(1, Steps.Length);
            for (var step = 1; step <= steps; step++)
            {
                at += random.Between(60_000, 80_000_000);
                yield return $$$"""{"Item":{"parcel":{"S":"P-{{{parcel:d5}}}"},"step":{"N":"{{{step}}}"},"status":{"S":"{{{Steps[step - 1]}}}"},"place":{"S":"{{{random.Pick(Places)}}}"},"at":{"N":"{{{at}}}"} }}""";
            }
        }
    }
}
