using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.IntegrationTests.Examples;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>The example that indexes pictures, with the real executable; what there must be is computed without dataflux.</summary>
public sealed class OpenSearchRunTests
{
    private const int Killed = 128 + 9;
    private const string Definition = "examples/search/search.yaml";

    // DATAFLUX_TEST_KILLS=50 for the long form.
    private static readonly int Kills =
        int.Parse(Environment.GetEnvironmentVariable("DATAFLUX_TEST_KILLS") ?? "3", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Pictures_indexed_by_a_run_that_is_killed_and_meets_faults_are_those_that_were_meant_and_then_nothing_changes()
    {
        await using var server = new SearchServer(
            new() { Random = new(7), TooBusy = 1, Unavailable = 1, RequestTooBusy = 2, FailedAfter = 2, Cut = 2, Reset = 2 });
        server.Store.Create("pictures-1", MappingOf("pictures"));
        using var workspace = NewWorkspace(server);
        string[] migrate = ["migrate", Definition, "--quiet", "--batch-size", "400"];
        var random = new Random(7);
        for (var kill = 0; kill < Kills; kill++)
            await workspace.Set("DATAFLUX_KILL_AT", $"in-transaction:{1 + random.Next(4)}").RunAsync(Killed, migrate);

        await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, migrate);
        var indexed = Indexed(server, "pictures");
        await workspace.RunAsync(0, migrate);

        Assert.Equal(Expected(), indexed);
        Assert.Equal(indexed, Indexed(server, "pictures"));
        Assert.Equal(indexed.Count, Unchanged(workspace));
    }

    [Fact]
    public async Task A_missing_index_is_found_by_check_and_before_the_first_write_and_the_password_is_shown_nowhere()
    {
        await using var server = new SearchServer();
        using var workspace = NewWorkspace(server);
        workspace.Set("OPENSEARCH_PASSWORD", "hunter2-of-search");
        var definition = await File.ReadAllTextAsync(Path.Combine(workspace.Folder, Definition), TestContext.Current.CancellationToken);
        workspace.Write(Definition, definition.Replace("  alias:", "  user: loader\n  alias:", StringComparison.Ordinal));

        var check = await workspace.RunAsync(2, "check", Definition, "--connect");
        var run = await workspace.RunAsync(4, "migrate", Definition);

        Assert.Contains("there is no index or alias 'pictures'", check, StringComparison.Ordinal);
        Assert.Contains("there is no index or alias 'pictures'", run, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", check + run, StringComparison.Ordinal);
        var login = Convert.ToBase64String("loader:hunter2-of-search"u8);
        Assert.All(server.Requests, request => Assert.Equal($"Basic {login}", request.Headers["Authorization"]));
    }

    internal static JsonObject MappingOf(params string[] aliases)
    {
        var file = Path.Combine(Workspace.Repository, "examples", "search", "mapping.json");
        var mapping = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        mapping["aliases"] = new JsonObject(aliases.Select(static alias => KeyValuePair.Create(alias, (JsonNode?)new JsonObject())));
        return mapping;
    }

    internal static Workspace NewWorkspace(SearchServer server) =>
        Workspace.CreateFor("Host=nowhere;Username=nobody;Database=none").Set("SEARCH_URL", server.Url);

    internal static List<string> Indexed(SearchServer server, string name) =>
    [
        .. server.Store.Find(name).Single().Documents.Select(static document => $"{document.Key} {Text(document.Value.Source)}")
            .Order(StringComparer.Ordinal),
    ];

    internal static List<string> Expected()
    {
        var (files, exportTime) = ExportLines.Read(Path.Combine(Workspace.Repository, "examples", "pictures"));
        var pictures = new Dictionary<string, List<JsonElement>>(StringComparer.Ordinal);
        foreach (var line in files.SelectMany(static lines => lines))
        {
            var item = JsonDocument.Parse(line).RootElement.GetProperty("Item");
            if (item.TryGetProperty("pictureId", out _))
            {
                var id = item.Text("pictureId");
                if (!pictures.TryGetValue(id, out var items))
                    pictures.Add(id, items = []);

                items.Add(item);
            }
        }

        return [.. pictures.Select(picture => $"{picture.Key} {Text(Document(picture.Value, exportTime))}").Order(StringComparer.Ordinal)];
    }

    private static JsonObject Document(List<JsonElement> items, DateTimeOffset exportTime)
    {
        var main = items.Find(static item => item.Text("formatId") == "85") is { ValueKind: JsonValueKind.Object } found ? found : items[0];
        var sized = items.Find(static item => Number(item, "originalWidth") is not null && Number(item, "originalHeight") is not null);
        var path = main.Text("url");
        var document = new JsonObject
        {
            ["id"] = Number(main, "pictureId"),
            ["path"] = path,
            ["imageType"] = Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".PNG" => "image/png",
                ".GIF" => "image/gif",
                _ => "image/jpeg",
            },
            ["agencyId"] = Number(main, "agencyId"),
            ["captions"] = Captions(items),
            ["files"] = new JsonArray(
            [
                .. items.Select(static item => (Format: Number(item, "formatId")!.Value, Picture: Number(item, "formatPictureId")))
                    .Distinct().OrderBy(static file => file.Format).ThenBy(static file => file.Picture ?? 0)
                    .Select(static file => file.Picture is null
                        ? new JsonObject { ["formatId"] = file.Format }
                        : new JsonObject { ["formatId"] = file.Format, ["pictureId"] = file.Picture }),
            ]),
            ["indexedAt"] = exportTime.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture),
        };
        if (sized.ValueKind == JsonValueKind.Object)
            (document["width"], document["height"]) = (Number(sized, "originalWidth"), Number(sized, "originalHeight"));

        return document;
    }

    private static JsonObject Captions(List<JsonElement> items)
    {
        string?[] codes = ["en", "de", null, "fr", "it", "nl", "es", null, null, "tr", null, "da", null, "nb", "pl", "ru", "ro", "hu"];
        var captions = new JsonObject();
        foreach (var item in items)
        {
            if (item.Text("caption") is { Length: > 0 } caption
                && codes.ElementAtOrDefault((int)Number(item, "languageId")!.Value) is { } code)
            {
                captions[code] = caption;
            }
        }

        return captions;
    }

    private static long? Number(JsonElement item, string name) =>
        item.Text(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    // Names in one order, so that documents are compared by what they say.
    private static string Text(JsonNode? node) => node switch
    {
        JsonObject members => $"{{{string.Join(',', members.OrderBy(static member => member.Key, StringComparer.Ordinal)
            .Select(static member => $"{member.Key}:{Text(member.Value)}"))}}}",
        JsonArray elements => $"[{string.Join(',', elements.Select(Text))}]",
        _ => node?.ToJsonString() ?? "null",
    };

    private static long Unchanged(Workspace workspace) =>
        workspace.Summary("search").GetProperty("counts").GetProperty("records").GetProperty("unchanged").GetInt64();
}
