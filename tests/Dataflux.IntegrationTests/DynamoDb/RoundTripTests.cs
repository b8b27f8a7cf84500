using System.Globalization;
using System.Text.Json.Nodes;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>An export goes into PostgreSQL and from there into DynamoDB. What is there then is worked out from the export alone.</summary>
public sealed class RoundTripTests(PostgreSqlFixture postgreSql, DynamoDbServer server)
{
    private static readonly string Items = Environment.GetEnvironmentVariable("DATAFLUX_TEST_ITEMS") ?? "6000";

    [Fact]
    public async Task Pictures_of_an_export_that_went_through_PostgreSQL_are_in_DynamoDB_with_every_attribute()
    {
        using var workspace = await Workspace.CreateAsync(postgreSql);
        var export = await workspace.GenerateExportAsync("--items", Items, "--files", "3");
        var table = server.NewName("pictures");
        await server.CreateTableAsync(table, "id:N");
        workspace.SetVariable("PICTURES_DB", workspace.ConnectionString!);
        string[] back =
        [
            "migrate", "examples/pictures-back/pictures-back.yaml", "--set", $"target.endpoint={server.Url}", "--set",
            $"target.table={table}", "--set", "target.capacity=max",
        ];

        await workspace.RunAsync(0, "migrate", "pictures");
        await workspace.RunAsync(0, back);

        var expected = ExpectedPictures.Table(export, 20_000_000).Values.Select(Text).Order(StringComparer.Ordinal).ToList();
        Assert.True(expected.Count > 1000, $"only {expected.Count} pictures");
        Assert.Equal(expected, ItemText.Of(await server.ScanAsync(table)));
    }

    private static string Text(ExpectedPicture picture)
    {
        var item = new JsonObject
        {
            ["id"] = ItemText.N(picture.Id),
            ["uuid"] = ItemText.S(picture.Uuid),
            ["path"] = ItemText.S(picture.Path),
            ["imageType"] = ItemText.S(picture.ImageType),
            ["descriptionI18n"] = Map(picture.Descriptions.Select(static pair => (pair.Key, (JsonNode)ItemText.S(pair.Value)))),
            ["agencyId"] = ItemText.N(picture.AgencyId),
            ["crops"] = new JsonObject { ["L"] = new JsonArray() },
            ["taxonomy"] = new JsonObject { ["L"] = new JsonArray() },
            ["type"] = ItemText.S("MEDIA"),
            ["createdBy"] = ItemText.S("migration-script"),
            ["createdAt"] = ItemText.S(Time(picture.CreatedAt)),
            ["updatedAt"] = ItemText.S(Time(picture.UpdatedAt)),
            ["variants"] = new JsonObject { ["L"] = new JsonArray([.. picture.Variants.Select(Variant)]) },
        };
        if (picture.Width is { } width)
            item["width"] = ItemText.N(width);

        if (picture.Height is { } height)
            item["height"] = ItemText.N(height);

        return CanonicalJson.Of(item);
    }

    private static JsonObject Variant(ExpectedVariant variant) => Map(
    [
        ("path", variant.Path is { } path ? ItemText.S(path) : Null()),
        ("width", NumberOrNull(variant.Width)),
        ("height", NumberOrNull(variant.Height)),
        ("formatId", ItemText.N(variant.FormatId)),
        ("formatPictureId", NumberOrNull(variant.FormatPictureId)),
    ]);

    private static JsonObject Map(IEnumerable<(string Name, JsonNode Value)> members) => new()
    {
        ["M"] = new JsonObject(members.Select(static member => KeyValuePair.Create<string, JsonNode?>(member.Name, member.Value))),
    };

    private static JsonObject NumberOrNull(long? number) => number is { } value ? ItemText.N(value) : Null();

    private static JsonObject Null() => new() { ["NULL"] = true };

    // As docs/postgresql-source.md says of timestamptz.
    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(
        time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'",
        CultureInfo.InvariantCulture);
}
