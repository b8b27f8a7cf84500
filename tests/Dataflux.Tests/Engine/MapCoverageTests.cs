using System.Text.Json.Nodes;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>A run says which members of the maps that the profile looks into it never reads, also of maps in lists and in maps.</summary>
public class MapCoverageTests
{
    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(2, 2_000)]
    public async Task Unread_members_are_counted_once_an_item_and_exactly(int readers, int? groupMemory)
    {
        var random = new Random(20_261_128);
        var files = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 80).Select(_ => NewItem(random)).ToList()).ToList();
        using var run = new EngineRun(new MemorySource([.. files.Select(items => items.Select(Line).ToArray())]))
        {
            Coverage = new(),
            ParseItem = static (Item item, out Pair row) =>
            {
                row = new(item.Int64("k"), item.Int64("v"));
                _ = item.TryMap("address")?.TryString("street");
                _ = item.TryMap("address")?.TryString("zip"); // opened twice
                foreach (var line in item.TryList("lines") ?? default)
                    _ = line.AsMap().TryMap("product")?.TryString("name");

                return row.Key % 7 != 0;
            },
        };
        run.Options = run.Options with { Readers = readers, GroupMemory = groupMemory ?? run.Options.GroupMemory };

        var coverage = (await run.RunAsync()).Coverage!;

        var kept = files.SelectMany(static items => items).Where(static item => (int)item["k"]! % 7 != 0 && (int)item["k"]! != 13).ToList();
        string[] unread = ["address.city", "address[\"p.o. box\"]", "lines[].count", "lines[].product.sku"];
        var expected = unread.Select(path => (path, (long)kept.Count(item => Has(item, path)))).Where(static count => count.Item2 > 0)
            .OrderByDescending(static count => count.Item2).ThenBy(static count => count.path, StringComparer.Ordinal);
        Assert.Equal(expected, coverage.Unread.Select(static found => (found.Name, found.Items)));
        Assert.Equal(kept.Count, coverage.Items);
        Assert.All(coverage.Unread, static found => Assert.Equal("\"x\"", found.Example));
    }

    [Fact]
    public async Task A_map_that_is_passed_on_whole_or_only_asked_for_has_no_unread_members()
    {
        Assert.Equal(["m.b", "m.n"], await UnreadAsync(static item => item.Map("m").String("a")));
        Assert.Equal([], await UnreadAsync(static item => item.Map("m").ToJson()));
        Assert.Equal([], await UnreadAsync(static item => item["m"].ToJson()));
        Assert.Equal([], await UnreadAsync(static item => (item["m"].ToDynamoDbJson(), item.Map("m").String("a"))));
        Assert.Equal([], await UnreadAsync(static item => item.Has("m")));
        Assert.Equal(
            ["m.n.y"],
            await UnreadAsync(static item => (item.Map("m").Has("a"), item.Map("m").Has("b"), item.Map("m").Map("n").Has("x"))));
        Assert.Equal([], await UnreadAsync(static item => (item.Map("m").Has("a"), item.Map("m").Has("b"), item.Map("m")["n"].ToJson())));
        Assert.Equal([], await UnreadAsync(static item =>
        {
            foreach (var (_, value) in item.Map("m"))
                _ = value.Type;

            return 0;
        }));
        Assert.Equal(["m.b"], await UnreadAsync(static item => item.Map("m").String("a"), ignored: "m.n*"));
    }

    [Fact]
    public async Task What_only_one_item_shows_to_be_read_whole_counts_for_all_and_outlives_the_process()
    {
        using var run = new EngineRun(new MemorySource([[Map(1)], [Map(2)], [Map(3)]]))
        {
            Coverage = new(),
            ParseItem = static (Item item, out Pair row) =>
            {
                row = new(item.Int64("k"), item.Int64("v"));
                _ = row.Key == 1 ? item["m"].ToJson().ToString() : item.Map("m").String("a");
                return true;
            },
            Options = new() { RetryFor = TimeSpan.Zero, Writers = 1 },
        };
        run.Target.BeforeCommit = static records => SumTarget.AwayWhile(records.Any(static record => record.Key == 2));
        Assert.Equal(1, (await run.RunAsync()).PartsDone);
        run.Target.BeforeCommit = static _ => { };

        Assert.Empty((await run.RunAsync()).Coverage!.Unread);
    }

    [Fact]
    public async Task A_map_whose_names_are_data_is_a_dictionary_and_hides_nothing_else()
    {
        var items = Enumerable.Range(0, 600).Select(static i =>
            EngineRun.Item(i, 1).Replace(
                "\"v",
                $"\"votes\":{{\"M\":{{\"user-{i}\":{{\"N\":\"1\"}},\"me\":{{\"N\":\"2\"}}}}}},\"late\":{{\"S\":\"z\"}},\"v",
                StringComparison.Ordinal)).ToArray();
        using var run = new EngineRun(new MemorySource(items))
        {
            Coverage = new() { IsError = true, Ignored = ["late"] },
            ParseItem = static (Item item, out Pair row) =>
            {
                row = new(item.Int64("k"), item.Int64("v"));
                _ = item.Map("votes").TryInt64("me");
                return true;
            },
        };
        var coverage = (await run.RunAsync()).Coverage!;
        Assert.Equal((0, false, false), (coverage.Unread.Count, coverage.IsCut, coverage.Fails));

        run.Coverage = new();
        Assert.Equal(["late"], (await run.RunAsync()).Coverage!.Unread.Select(static found => found.Name));
    }

    [Fact]
    public async Task Maps_of_old_images_do_not_count()
    {
        var changed = EngineRun.Put(7, 1).Replace("\"NewImage\":{", """
            "OldImage":{"m":{"M":{"gone":{"S":"x"}}}},"NewImage":{"m":{"M":{"here":{"S":"x"}}},
            """.Trim(), StringComparison.Ordinal);
        Assert.Contains("gone", changed, StringComparison.Ordinal);

        Assert.Equal(["m.here"], await UnreadAsync(
            static item => (item.Map("m").Count, item.OldImage!.Value.Map("m").Count), line: changed));
    }

    private static string Map(int key) => EngineRun.Item(key, 1).Replace("\"v", """
        "m":{"M":{"a":{"S":"x"},"b":{"S":"x"},"n":{"M":{"x":{"S":"x"},"y":{"S":"x"}}},"none":{"NULL":true}}},"v
        """.Trim(), StringComparison.Ordinal);

    private static async Task<IEnumerable<string>> UnreadAsync<T>(Func<Item, T> read, string? ignored = null, string? line = null)
    {
        using var run = new EngineRun(new MemorySource([line ?? Map(1)]))
        {
            Coverage = new() { Ignored = ignored is null ? [] : [ignored] },
            ParseItem = (Item item, out Pair row) =>
            {
                row = new(item.Has("k") ? item.Int64("k") : 1, item.Int64("v"));
                read(item);
                return true;
            },
        };
        return (await run.RunAsync()).Coverage!.Unread.Select(static found => found.Name);
    }

    private static JsonObject NewItem(Random random)
    {
        var item = new JsonObject { ["k"] = random.Next(40), ["v"] = 1 };
        if (random.Next(3) > 0)
            item["address"] = Members(random, "street", "zip", "city", "p.o. box");

        if (random.Next(3) > 0)
        {
            item["lines"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ =>
            {
                var line = Members(random, "count");
                if (random.Next(2) > 0)
                    line["product"] = Members(random, "name", "sku");

                return line;
            })]);
        }

        return item;
    }

    private static JsonObject Members(Random random, params string[] names) =>
        new(names.Where(_ => random.Next(3) > 0).Select(static name => KeyValuePair.Create(name, (JsonNode?)"x")));

    private static string Line(JsonObject item) => $"{{\"Item\":{Attributes(item)}}}";

    private static string Attributes(JsonObject members) =>
        $"{{{string.Join(',', members.Select(static member => $"\"{member.Key}\":{Attribute(member.Value!)}"))}}}";

    private static string Attribute(JsonNode value) => value switch
    {
        JsonObject map => $"{{\"M\":{Attributes(map)}}}",
        JsonArray list => $"{{\"L\":[{string.Join(',', list.Select(static element => Attribute(element!)))}]}}",
        _ => value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? $"{{\"N\":\"{value}\"}}" : $"{{\"S\":\"{value}\"}}",
    };

    // Counted without the engine, from the item itself.
    private static bool Has(JsonObject item, string path) => path switch
    {
        "address.city" => item["address"]?["city"] is not null,
        "address[\"p.o. box\"]" => item["address"]?["p.o. box"] is not null,
        "lines[].count" => item["lines"] is JsonArray lines && lines.Any(static line => line!["count"] is not null),
        _ => item["lines"] is JsonArray lines && lines.Any(static line => line!["product"]?["sku"] is not null),
    };
}
