using Dataflux.Engine.Inspection;

namespace Dataflux.Tests.Engine.Inspection;

/// <summary>Kinds of items in one table are told apart as their designers do: by a type, by keys, by attributes.</summary>
public class KindTests
{
    [Fact]
    public async Task A_type_attribute_tells_kinds_apart()
    {
        var found = await Inspecting.Items([
            .. Enumerable.Range(0, 30).Select(i => $$"""{{S("id", i)}},"entityType":{"S":"User"},"name":{"S":"n"}"""),
            .. Enumerable.Range(30, 20).Select(i => $$"""{{S("id", i)}},"entityType":{"S":"Order"},"total":{"N":"1"},"state":{"S":"x"}"""),
            $$"""{{S("id", 99)}},"odd":{"BOOL":true}""",
        ]);

        Assert.Equal(KindRuleType.TypeAttribute, found.KindRule.By);
        Assert.Equal(["entityType"], found.KindRule.Attributes);
        Assert.Equal(["(no entityType) 1", "Order 20", "User 30"], Inspecting.Kinds(found));
        Assert.Equal("User", found.Kinds[0].Where["entityType"]);
        Assert.Equal(["id", "entityType", "name"], found.Kinds[0].Attributes.Select(attribute => attribute.Path));
    }

    [Fact]
    public async Task An_attribute_named_type_that_says_nothing_of_the_other_attributes_tells_no_kinds_apart()
    {
        var found = await Inspecting.Items(Enumerable.Range(0, 40).Select(i =>
            $$"""{{S("id", i)}},"type":{"S":"{{(i % 2 == 0 ? "IMAGE" : "VIDEO")}}"},"url":{"S":"u"},"size":{"N":"1"}"""));

        Assert.Equal(KindRuleType.None, found.KindRule.By);
        Assert.Equal(["all items 40"], Inspecting.Kinds(found));
    }

    [Fact]
    public async Task The_forms_of_partition_and_sort_key_tell_kinds_apart()
    {
        var found = await Inspecting.Items([
            .. Enumerable.Range(0, 10).Select(i => $$"""{{S("PK", $"USER#{i}")}},{{S("SK", "PROFILE")}},"email":{"S":"e"}"""),
            .. Enumerable.Range(0, 20).Select(i => $$"""{{S("PK", $"USER#{i % 10}")}},{{S("SK", $"ORDER#{i}")}},"total":{"N":"1"}"""),
            .. Enumerable.Range(0, 30)
            .Select(i => $$"""{{S("PK", $"USER#{i % 10}")}},{{S("SK", $"ORDER#{i % 20}#ITEM#{i}")}},"count":{"N":"1"}"""),
            .. Enumerable.Range(0, 5).Select(i => $$"""{{S("PK", $"SHOP#{i}")}},{{S("SK", "PROFILE")}},"city":{"S":"e"}"""),
        ]);

        Assert.Equal(KindRuleType.KeyPrefix, found.KindRule.By);
        Assert.Equal(["PK", "SK"], found.KindRule.Attributes);
        Assert.Equal(
            ["SHOP#* / PROFILE 5", "USER#* / ORDER#* 20", "USER#* / ORDER#*#ITEM#* 30", "USER#* / PROFILE 10"], Inspecting.Kinds(found));
        Assert.Equal("ORDER#*#ITEM#*", found.Kinds[0].Where["SK"]);
        var key = Assert.Single(found.Keys);
        Assert.Equal(["PK", "SK"], key.Attributes);
        Assert.True(key is { FromExport: false, IsCertainlyUnique: true });
    }

    [Fact]
    public async Task Where_no_attribute_is_unique_in_all_items_each_kind_has_its_own_key()
    {
        var found = await Inspecting.Items([
            .. Enumerable.Range(0, 30).Select(i => $$"""{{S("id", i)}},"entityType":{"S":"User"},"name":{"S":"n"}"""),
            .. Enumerable.Range(0, 30).Select(i => $$"""{{S("id", i)}},"entityType":{"S":"Order"},"total":{"N":"1"},"state":{"S":"x"}"""),
            .. Enumerable.Range(0, 30)
                .Select(i => $$"""{{S("orderId", i / 3)}},{{S("lineId", i % 3)}},"entityType":{"S":"Line"},"count":{"N":"1"}"""),
        ]);

        Assert.Empty(found.Keys);
        Assert.Equal(
            ["Line lineId+orderId", "Order id", "User id"],
            found.Kinds.Select(static kind => $"{kind.Name} {string.Join('+', kind.Keys[0].Attributes)}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(40, 1, 1)]
    [InlineData(40, 4, null)]
    [InlineData(1000, 10, 10)]
    [InlineData(1000, 11, null)]
    [InlineData(18, 1, null)]
    public async Task What_is_called_as_keys_are_is_the_key_although_a_few_of_its_values_occur_twice(int values, int twice, int? repeated)
    {
        var found = await Inspecting.Items(
            Enumerable.Range(0, values).Concat(Enumerable.Range(0, twice)).Select(i => $$"""{{S("id", $"{i}")}},"a":{"N":"{{i % 7}}"}"""));

        Assert.Equal(repeated is null ? [] : ["id"], found.Keys.SelectMany(static key => key.Attributes));
        Assert.Equal(repeated ?? 0, found.Keys.Sum(static key => key.Repeated));
    }

    [Fact]
    public async Task A_pair_that_is_called_as_keys_are_is_the_key_although_a_few_of_its_values_occur_twice()
    {
        var found = await Inspecting.Items(
            Enumerable.Range(0, 200).Append(7).Select(i => $$"""{{S("pk", $"u{i % 10}")}},{{S("sk", $"o{i}")}}"""));

        var key = Assert.Single(found.Keys);
        Assert.Equal(["pk", "sk"], key.Attributes);
        Assert.Equal(1, key.Repeated);
    }

    [Fact]
    public async Task Without_either_the_attributes_tell_kinds_apart_and_optional_ones_do_not()
    {
        var found = await Inspecting.Items([
            .. Enumerable.Range(0, 30)
            .Select(i => $$"""{{S("id", i)}},"url":{"S":"u"},"size":{"N":"1"}{{(i % 3 == 0 ? ",\"caption\":{\"S\":\"c\"}" : "")}}"""),
            .. Enumerable.Range(30, 10).Select(i => $$"""{{S("id", i)}},"name":{"S":"n"},"city":{"S":"c"}"""),
        ]);

        Assert.Equal(KindRuleType.Attributes, found.KindRule.By);
        Assert.Equal(["with name, city 10", "with url, size 30"], Inspecting.Kinds(found));
        Assert.Equal(
            (10, 30), (Inspecting.Attribute(found.Kinds[0], "caption").Present, Inspecting.Attribute(found.Kinds[0], "caption").Of));
    }

    [Fact]
    public async Task More_kinds_than_can_be_told_apart_are_taken_together_and_it_is_said()
    {
        // Learned from the first 500 items, in which there are few kinds.
        var found = await Inspecting.Items([
            .. Enumerable.Range(0, 600).Select(i => $$"""{{S("pk", $"A#{i}")}},{{S("sk", i % 2 == 0 ? "X#1" : "Y#1")}}"""),
            .. Enumerable.Range(0, 100).Select(i => $$"""{{S("pk", $"K{i}#1")}},{{S("sk", "X#1")}}"""),
        ]);

        Assert.Equal(65, found.Kinds.Count);
        Assert.Equal(38, found.Kinds.Single(kind => kind.Name == "(other kinds)").Items);
        Assert.Contains("there are more than 64 kinds of items; the others are taken together", found.Notices);
    }

    [Fact]
    public async Task Changes_of_an_incremental_export_name_the_key_and_deletes_belong_to_the_kind_of_their_old_image()
    {
        static string Change(string pk, string images) =>
            $$$$"""{"Metadata":{"WriteTimestampMicros":{"N":"1768387643192366"}},"Keys":{"sk":{"S":"0"},"pk":{"S":"{{{{pk}}}}"}}{{{{images}}}}}""";

        var found = await Inspecting.Files([[
            .. Enumerable.Range(0, 6)
            .Select(i => Change($"U#{i}", $$$$""","NewImage":{"pk":{"S":"U#{{{{i}}}}"},"sk":{"S":"0"},"name":{"S":"n"}}""")),
            .. Enumerable.Range(0, 4)
            .Select(i => Change($"O#{i}", $$$$""","NewImage":{"pk":{"S":"O#{{{{i}}}}"},"sk":{"S":"0"},"total":{"N":"1"}}""")),
            Change("U#7", ""),
            Change("O#8", ""","OldImage":{"pk":{"S":"O#8"},"sk":{"S":"0"},"total":{"N":"1"}}"""),
        ]]);

        Assert.Equal((12, 2), (found.Items, found.Deletes));
        Assert.Equal(["O#* 5", "U#* 7"], Inspecting.Kinds(found));
        Assert.All(found.Kinds, kind => Assert.Equal(1, kind.Deletes));
        var key = Assert.Single(found.Keys);
        Assert.Equal(["pk", "sk"], key.Attributes);
        Assert.True(key.FromExport);
        Assert.Equal(6, Inspecting.Attribute(found.Kinds[0], "name").Of);
    }

    private static string S(string name, object value) => $$$"""
        "{{{name}}}":{"S":"{{{value}}}"}
        """;
}
