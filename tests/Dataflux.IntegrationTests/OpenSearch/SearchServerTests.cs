using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>
/// The server of these tests answers as OpenSearch does: cases of its own REST tests
/// (opensearch-project/OpenSearch, rest-api-spec/src/main/resources/rest-api-spec/test), named by their files.
/// </summary>
public sealed class SearchServerTests : IAsyncLifetime
{
    private readonly SearchServer _server = new();
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _http = new() { BaseAddress = new(_server.Url + "/") };
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Bulk_10_basic_array_of_objects_and_count()
    {
        await BulkAsync(
            """{"index":{"_index":"test_index","_id":"test_id"}}""", """{"f1":"v1","f2":42}""",
            """{"index":{"_index":"test_index","_id":"test_id2"}}""", """{"f1":"v2","f2":47}""");

        await SendAsync(HttpMethod.Post, "test_index/_refresh");

        Assert.Equal(2, (int)(await SendAsync(HttpMethod.Get, "test_index/_count"))["count"]!);
    }

    [Fact]
    public async Task Bulk_10_basic_empty_id()
    {
        var answer = await BulkAsync(
            """{"index":{"_index":"test","_id":""}}""", """{"f":1}""", """{"index":{"_index":"test","_id":"id"}}""", """{"f":2}""",
            """{"index":{"_index":"test"}}""", """{"f":3}""");

        Assert.True((bool)answer["errors"]!);
        Assert.Equal(400, (int)Item(answer, 0)["status"]!);
        Assert.Equal("illegal_argument_exception", (string?)Item(answer, 0)["error"]!["type"]);
        Assert.Equal("if _id is specified it must not be empty", (string?)Item(answer, 0)["error"]!["reason"]);
        Assert.Equal(["created", "created"], new[] { 1, 2 }.Select(i => (string?)Item(answer, i)["result"]));
    }

    [Fact]
    public async Task Bulk_10_basic_empty_action()
    {
        using var answer = await _http.PostAsync(
            "_bulk",
            new StringContent("{\"index\":{\"_index\":\"test_index\",\"_id\":\"test_id\"}}\n{\"f1\":\"v1\",\"f2\":42}\n{}\n"),
            Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            "Malformed action/metadata line [3], expected FIELD_NAME but found [END_OBJECT]",
            await answer.Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_bulk", ",\"require_alias\":true", "")]
    [InlineData("_bulk?require_alias=true", "", ",\"require_alias\":false")]
    public async Task Bulk_10_basic_and_index_70_require_alias(string path, string asked, string notAsked)
    {
        await SendAsync(HttpMethod.Put, "backing_index", """{"mappings":{},"aliases":{"test_require_alias":{}}}""");

        var answer = await SendAsync(
            HttpMethod.Post,
            path,
            $$$"""
            {"index":{"_index":"new_index_not_created"{{{asked}}}}}
            {"f":1}
            {"index":{"_index":"new_index_created"{{{notAsked}}}}}
            {"f":2}
            {"index":{"_index":"test_require_alias"{{{asked}}}}}
            {"f":3}

            """);

        Assert.Equal(404, (int)Item(answer, 0)["status"]!);
        Assert.Equal("index_not_found_exception", (string?)Item(answer, 0)["error"]!["type"]);
        Assert.Equal(["created", "created"], new[] { 1, 2 }.Select(i => (string?)Item(answer, i)["result"]));
        Assert.Equal(404, (int)(await SendAsync(HttpMethod.Get, "new_index_not_created"))["status"]!);
    }

    [Fact]
    public async Task Bulk_10_basic_no_write_index_defined_for_an_alias()
    {
        await SendAsync(HttpMethod.Put, "test_index1", """{"aliases":{"test_index":{}}}""");
        await SendAsync(HttpMethod.Put, "test_index2", """{"aliases":{"test_index":{}}}""");

        var answer = await BulkAsync("""{"index":{"_index":"test_index"}}""", """{"field":"test"}""");

        Assert.Equal(400, (int)Item(answer, 0)["status"]!);
        Assert.StartsWith(
            "no write index is defined for alias [test_index].", (string?)Item(answer, 0)["error"]!["reason"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("external_gte", "0:201 5:200 0:409 5:200 6:200")]
    [InlineData("external", "0:201 5:200 5:409 0:409 6:200")]
    public async Task Index_35_and_36_external_versions(string type, string steps)
    {
        foreach (var step in steps.Split(' '))
        {
            var (version, status) = (step.Split(':')[0], int.Parse(step.Split(':')[1], null));

            var item = Item(await BulkAsync(Meta("index", type, version), """{"foo":"bar"}"""), 0);

            Assert.Equal(status, (int)item["status"]!);
            Assert.Equal(status == 409 ? null : version, item["_version"]?.ToString());
        }
    }

    [Fact]
    public async Task Delete_26_external_gte_versions()
    {
        await BulkAsync(Meta("index", "external_gte", "5"), """{"foo":"bar"}""");

        Assert.Equal("409", await StatusAsync("delete", "4"));
        Assert.Equal("200 6", await StatusAsync("delete", "6"));
        Assert.Equal("201 6", await StatusAsync("index", "6"));
        Assert.Equal("200 6", await StatusAsync("delete", "6"));

        async Task<string> StatusAsync(string action, string version)
        {
            var lines = new[] { Meta(action, "external_gte", version), """{"foo":"bar"}""" };
            var item = Item(await BulkAsync(action == "delete" ? lines[..1] : lines), 0);
            return $"{item["status"]} {item["_version"]}".TrimEnd();
        }
    }

    [Fact]
    public async Task Index_12_delete_12_and_60_results()
    {
        var put = new[] { """{"index":{"_index":"test_1","_id":"1"}}""", """{"foo":"bar"}""" };
        var delete = """{"delete":{"_index":"test_1","_id":"1"}}""";

        var answer = await BulkAsync([.. put, .. put, delete, delete]);

        Assert.Equal(
            ["created 201", "updated 200", "deleted 200", "not_found 404"],
            Enumerable.Range(0, 4).Select(i => $"{Item(answer, i)["result"]} {Item(answer, i)["status"]}"));
        Assert.False((bool)answer["errors"]!);
    }

    [Fact]
    public async Task Update_aliases_40_and_50_missing_ones_and_actions_in_their_order()
    {
        await SendAsync(HttpMethod.Put, "test_index", "{}");

        var missing = await AliasesAsync("""{"remove":{"index":"test_index","alias":"test_alias"}}""");
        var silent = await AliasesAsync("""{"remove":{"index":"test_index","alias":"test_alias","must_exist":false}}""");
        await AliasesAsync("""{"add":{"index":"test_index","alias":"alias1"}}""");
        await AliasesAsync("""{"remove":{"index":"test_index","alias":"alias1"}},{"add":{"index":"test_index","alias":"alias1"}}""");

        Assert.Equal("aliases [test_alias] missing", (string?)missing["error"]!["reason"]);
        Assert.True((bool)silent["acknowledged"]!);
        Assert.Equal("{}", (await SendAsync(HttpMethod.Get, "alias1"))["test_index"]!["aliases"]!["alias1"]!.ToJsonString());

        Task<JsonNode> AliasesAsync(string actions) => SendAsync(HttpMethod.Post, "_aliases", $$"""{"actions":[{{actions}}]}""");
    }

    [Fact]
    public async Task Update_aliases_20_routing()
    {
        await SendAsync(HttpMethod.Put, "test_index", "{}");
        foreach (var (given, expected) in new[]
        {
            ("""{"routing":"r"}""", """{"index_routing":"r","search_routing":"r"}"""),
            ("""{"search_routing":"s"}""", """{"search_routing":"s"}"""),
            ("""{"search_routing":"s","routing":"r"}""", """{"search_routing":"s","index_routing":"r"}"""),
            ("""{"routing":5}""", """{"index_routing":"5","search_routing":"5"}"""),
        })
        {
            await SendAsync(
                HttpMethod.Post, "_aliases", $$"""{"actions":[{"add":{"index":"test_index","alias":"test_alias",{{given[1..]}}}]}""");

            Assert.Equal(
                expected, (await SendAsync(HttpMethod.Get, "test_index"))["test_index"]!["aliases"]!["test_alias"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task Create_10_basic_aliases_and_invalid_mappings_refresh_10_basic_and_put_settings()
    {
        var made = await SendAsync(
            HttpMethod.Put, "test_index",
            """{"aliases":{"test_alias":{},"test_blias":{"routing":"b"},"test_clias":{"filter":{"term":{"field":"value"}}}}}""");
        var invalid = await SendAsync(HttpMethod.Put, "test_index2", """{"mappings":{"properties":{"":{"type":"keyword"}}}}""");
        var refreshed = await SendAsync(HttpMethod.Post, "test_index/_refresh");
        await SendAsync(HttpMethod.Put, "test_index/_settings", """{"index":{"refresh_interval":"1s"}}""");

        Assert.True((bool)made["acknowledged"]!);
        var aliases = (await SendAsync(HttpMethod.Get, "test_index"))["test_index"]!["aliases"]!;
        Assert.Equal("""{"index_routing":"b","search_routing":"b"}""", aliases["test_blias"]!.ToJsonString());
        Assert.Equal("""{"filter":{"term":{"field":"value"}}}""", aliases["test_clias"]!.ToJsonString());
        Assert.Equal("illegal_argument_exception", (string?)invalid["error"]!["type"]);
        Assert.Equal(0, (int)refreshed["_shards"]!["failed"]!);
        Assert.Equal("1s", (string?)_server.Store.Indexes["test_index"].Settings["refresh_interval"]);
    }

    private static string Meta(string action, string versionType, string version) =>
        $$$"""{"{{{action}}}":{"_index":"test_1","_id":"1","version_type":"{{{versionType}}}","version":{{{version}}}}}""";

    private static JsonNode Item(JsonNode answer, int place) => answer["items"]![place]!.AsObject().First().Value!;

    private Task<JsonNode> BulkAsync(params string[] lines) => SendAsync(HttpMethod.Post, "_bulk", string.Join('\n', lines) + "\n");

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await _http.SendAsync(request, Stop);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
    }
}
