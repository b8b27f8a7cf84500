namespace Dataflux.SampleData;

/// <summary>Writes an item of another kind: the table holds more than pictures, and profiles must skip it.</summary>
internal static class OtherItem
{
    private static readonly string[] Names = ["Ada", "Björn", "Chloé", "Дмитрий", "Eszter", "Øyvind", "Zoë \"Z\" Müller", "李雷"];

    internal static void Write(ItemLine line, long seed, int index)
    {
        var random = new Randomness(seed, Randomness.Topic.Other, index);
        line.Begin();
        switch (random.Below(4))
        {
            case 0:
                line.PlainText("id", $"user#{index}");
                line.Text("name", random.Pick(Names), escapeAll: false);
                line.Number("createdAt", 1_300_000_000 + random.Below(400_000_000));
                line.Verbatim("active", random.Chance(0.8) ? "{\"BOOL\":true}" : "{\"BOOL\":false}");
                line.Verbatim("roles", "{\"SS\":[\"editor\",\"reader\"]}");
                line.Verbatim(
                    "address", $$$$"""{"M":{"city":{"S":"Genève"},"lines":{"L":[{"S":"rue {{{{random.Below(200)}}}}"},{"NULL":true}]}}}""");
                break;
            case 1:
                line.PlainText("id", $"agency#{index}");
                line.Number("agencyId", random.Between(1, 250));
                line.Text("name", $"Agence {random.Pick(Names)}", escapeAll: true);
                line.Verbatim("languages", "{\"NS\":[\"0\",\"1\",\"3\"]}");
                break;
            case 2:
                line.PlainText("id", $"format#{index}");
                line.Number("formatId", random.Between(1, 99));
                line.Verbatim("ratio", $$"""{"N":"1.{{random.Between(1, 99)}}"}""");
                line.Verbatim("icon", "{\"B\":\"aGVsbG8=\"}");
                break;
            default:
                line.PlainText("id", $"session#{index}");
                line.Number("ttl", 1_700_000_000 + random.Below(50_000_000));
                line.Verbatim("trail", """{"L":[{"S":"open"},{"M":{"at":{"N":"1.5"}}},{"BS":["aXMgZmFzdA=="]}]}""");
                line.Null("endedAt");
                break;
        }

        line.End();
    }
}
