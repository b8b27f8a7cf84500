using System.Text.Json.Nodes;
using Dataflux.IntegrationTests.Examples;
using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>What <c>dataflux init --target opensearch</c> writes runs as it stands, with the real executable.</summary>
public sealed class OpenSearchInitTests
{
    [Fact]
    public async Task From_a_raw_export_to_an_index_for_each_kind_of_item_with_init_check_and_migrate_and_no_edit()
    {
        await using var server = new SearchServer();
        using var workspace = Workspace.CreateUnconfigured().Set("OPENSEARCH_URL", server.Url);

        await workspace.RunAsync(0, "init", "club", "--from", "examples/single-table/export", "--target", "opensearch", "--no-editor");
        await workspace.RunAsync(0, "check", "club", "--connect");
        await workspace.RunAsync(0, "migrate", "club", "--quiet");

        var items = ExampleItems.Of("single-table").Where(static item => item.S("sk").Contains("EVENT", StringComparison.Ordinal))
            .Select(static item => $"{item.S("pk")} {item.S("sk")} {item.S("kind")}");
        var index = server.Store.Find("club_event").Single();
        Assert.Equal(
            items.Order(StringComparer.Ordinal),
            index.Documents.Values.Select(static one => one.Source)
                .Select(static it => $"USER#{it["user_id"]} SESSION#{it["session_id"]}#EVENT#{it["event_id"]} {it["kind"]}")
                .Order(StringComparer.Ordinal));
        Assert.Equal("strict", (string?)index.Mappings["dynamic"]);
        Assert.Equal(
            """{"user_id":"keyword","session_id":"keyword","event_id":"keyword","kind":"text","at":"date"}""",
            new JsonObject(index.Mappings["properties"]!.AsObject().Select(
                static field => KeyValuePair.Create(field.Key, field.Value!["type"]?.DeepClone()))).ToJsonString());
    }
}
