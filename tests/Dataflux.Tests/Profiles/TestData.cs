using System.Text;
using System.Text.Json;
using Dataflux.Profiles;

namespace Dataflux.Tests.Profiles;

internal static class TestData
{
    public static IEnumerable<JsonElement> Vectors(string file)
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", file)))
            yield return JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 300 }).RootElement;
    }

    public static ItemBlock Block(string text) => ItemBlock.Parse(Encoding.UTF8.GetBytes(text), 1);

    public static string Error(string line) => Assert.IsType<string>(Block(line).Error(0));

    public static Item Item(string attributes) => Dataflux.Profiles.Item.Parse(attributes);
}
