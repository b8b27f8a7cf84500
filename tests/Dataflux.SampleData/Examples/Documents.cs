namespace Dataflux.SampleData.Examples;

/// <summary>Products that have a few attributes in common and many of their own.</summary>
internal static class Documents
{
    private const int Products = 120;
    private static readonly string[] Words = ["Lamp", "Stuhl", "Café table", "Teapot", "Écran", "Desk \\\"Pro\\\""];
    private static readonly string[] Materials = ["oak", "steel", "glass"];

    internal static IEnumerable<string> Items(Randomness random)
    {
        for (var number = 1; number <= Products; number++)
        {
            var price = random.Chance(0.9) ? $$""","price":{"N":"{{random.Between(100, 90_000) / 100m}}"}""" : "";
            var own = random.Below(4) switch
            {
                0 =>
                    $$$""","size":{"M":{"width":{"N":"{{{random.Between(10, 200)}}}"},"height":{"N":"{{{random.Between(10, 200)}}}"} } }""",
                1 => $$""","materials":{"SS":["{{Materials[random.Below(2)]}}","glass"]},"stackable":{"BOOL":true}""",
                2 => $$""","ratings":{"L":[{"N":"{{random.Between(1, 5)}}"},{"N":"4.5"}]},"warranty":{"NULL":true}""",
                _ => ""","serial":{"N":"12345678901234567890123456789012345678"}""",
            };
            yield return $$$$"""{"Item":{"sku":{"S":"A-{{{{number:d4}}}}"},"title":{"S":"{{{{random.Pick(Words)}}}} {{{{number}}}}"},"updated":{"N":"{{{{1_760_000_000 + random.Below(6_000_000)}}}}"}{{{{price}}}}{{{{own}}}}}}""";
        }
    }
}
