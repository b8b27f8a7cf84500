using Dataflux.Engine.Contract;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>
/// Items of changing shapes, a profile that reads some of their attributes, and what it leaves unread, counted without the engine.
/// </summary>
internal static class CoverageModel
{
    private static readonly string[] Names = ["k", "v", "a", "bb", "ccc", "né", "note", "legacyId", "x.y"];

    internal static EngineRun NewRun(IEnumerable<List<Dictionary<string, string>>> model, RowParser<Pair> parse) =>
        new(new MemorySource([.. model.Select(file => file.Select(item =>
            $"{{\"Item\":{{{string.Join(',', item.Select(attribute => $"\"{attribute.Key}\":{attribute.Value}"))}}}}}").ToArray())]))
        {
            Coverage = new(),
            ParseItem = parse,
        };

    // Items of changing shapes and orders; those of key 13 are filtered, those with a negative value rejected, those without "k" skipped.
    internal static Dictionary<string, string> NewItem(Random random)
    {
        var item = new Dictionary<string, string>();
        foreach (var name in Names.OrderBy(_ => random.Next(4) == 0 ? random.Next() : 0))
        {
            if (name == "k" ? random.Next(8) > 0 : name == "v" || random.Next(3) > 0)
            {
                item[name] = name switch
                {
                    "k" => $"{{\"N\":\"{(random.Next(6) == 0 ? 13 : random.Next(5))}\"}}",
                    "v" => $"{{\"N\":\"{random.Next(-1, 9)}\"}}",
                    _ => "{\"S\":\"x\"}",
                };
            }
        }

        return item;
    }

    // Reads "a" of items that it skips, "bb" of those of one key, "né" of all that have it.
    internal static bool ReadSome(Item item, out Pair row)
    {
        row = null!;
        if (!item.Has("k"))
        {
            item.TryString("a");
            return false;
        }

        row = new(item.Int64("k"), item.Int64("v"));
        item.TryString("né");
        if (row.Key == 3)
            item.TryString("bb");

        return row.Value >= 0 ? true : throw new InvalidDataException("negative");
    }

    internal static bool IsKept(Dictionary<string, string> item) =>
        item.TryGetValue("k", out var key) && key != "{\"N\":\"13\"}" && item["v"] != "{\"N\":\"-1\"}";

    internal static IEnumerable<(string, long)> Expected(IEnumerable<List<Dictionary<string, string>>> model, params string[] alsoRead) =>
        model
            .SelectMany(file => file).Where(IsKept).SelectMany(item => item.Keys).Except(["k", "v", "a", "bb", "né", .. alsoRead])
            .Select(name => (name, model.SelectMany(file => file).LongCount(item => IsKept(item) && item.ContainsKey(name))))
            .OrderByDescending(unread => unread.Item2).ThenBy(unread => unread.name, StringComparer.Ordinal);
}
