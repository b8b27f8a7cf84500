using System.Text.Json.Nodes;
using Dataflux.Dialects.OpenSearch.Indexes;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Dialects.OpenSearch;

/// <summary>What a new index is made with.</summary>
public sealed class MappingFileTests
{
    [Theory]
    [InlineData("""{"settings":{"number_of_replicas":2},"mappings":{"properties":{}}}""")]
    [InlineData("""{"settings":{"index.number_of_replicas":2},"mappings":{}}""")]
    [InlineData("""{"settings":{"index":{"number_of_replicas":2}}}""")]
    public void An_index_is_loaded_without_replicas_and_gets_those_of_the_file_back(string text)
    {
        var file = MappingFile.Parse(text, "mapping.json");

        var load = JsonNode.Parse(file.ToLoad(new() { ["run"] = 1 }))!;

        Assert.Equal("""{"number_of_replicas":0,"refresh_interval":"-1"}""", load["settings"]!.ToJsonString());
        Assert.Equal("""{"dataflux":{"run":1}}""", load["mappings"]!["_meta"]!.ToJsonString());
        Assert.Equal("""{"index":{"refresh_interval":null,"number_of_replicas":2}}""", file.ToServe());
    }

    [Fact]
    public void A_mapping_alone_is_a_mapping_too()
    {
        var file = MappingFile.Parse("""{"dynamic":"strict","properties":{"a":{"type":"long"}}}""", "mapping.json");

        Assert.Equal("""{"dynamic":"strict","properties":{"a":{"type":"long"}}}""", file.Mapping.ToJsonString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"aliases":{"a":{}}}""")]
    public void What_is_no_mapping_is_refused(string text)
    {
        var thrown = Assert.Throws<TargetException>(() => MappingFile.Parse(text, "mapping.json"));

        Assert.Contains("mapping.json", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_of_OpenSearch_are_found_before_an_index_is_made()
    {
        var many = new JsonObject(Enumerable.Range(0, 1001).Select(static i => KeyValuePair.Create($"f{i}", (JsonNode?)new JsonObject())));
        JsonObject deep = new() { ["type"] = "long" };
        for (var i = 0; i < 20; i++)
            deep = new() { ["properties"] = new JsonObject { ["in"] = deep } };

        Assert.Contains("1,001 fields", Assert.Single(Find(many)), StringComparison.Ordinal);
        Assert.Contains("21 objects deep", Assert.Single(Find(new() { ["top"] = deep })), StringComparison.Ordinal);
        Assert.Contains("'a. '", Assert.Single(Find(new() { ["a. "] = new JsonObject() })), StringComparison.Ordinal);
        Assert.Empty(Find(JsonNode.Parse("""{"a.b":{"type":"text","fields":{"raw":{}}}}""")!.AsObject()));
    }

    [Fact]
    public void A_limit_that_the_file_raises_is_raised()
    {
        var many = new JsonObject(Enumerable.Range(0, 1001).Select(static i => KeyValuePair.Create($"f{i}", (JsonNode?)new JsonObject())));

        Assert.Empty(Find(many, """{"index.mapping.total_fields.limit":2000}"""));
        Assert.Empty(Find(many.DeepClone().AsObject(), """{"index":{"mapping":{"total_fields":{"limit":2000}}}}"""));
    }

    [Fact]
    public void A_folder_has_a_mapping_for_each_alias_and_one_that_it_lacks_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("mappings");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "orders.json"), """{"properties":{"total":{"type":"double"}}}""");
            var mappings = new MappingFiles(folder.FullName);

            Assert.Equal("double", (string?)mappings.For("orders").Mapping["properties"]!["total"]!["type"]);
            var missing = Assert.Throws<TargetException>(() => mappings.For("users"));
            Assert.Contains("none for 'users'; add users.json", missing.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> Find(JsonObject properties, string settings = "{}")
    {
        var body = new JsonObject
        {
            ["settings"] = JsonNode.Parse(settings),
            ["mappings"] = new JsonObject { ["properties"] = properties },
        };
        return [.. MappingLimits.Find(MappingFile.Parse(body.ToJsonString(), "mapping.json"))];
    }
}
