using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Dataflux.Contracts;
using Dataflux.Dialects.DynamoDb;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;
using Dataflux.IntegrationTests.DynamoDb;
using Dataflux.IntegrationTests.S3;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>A bucket and tables of each test's own.</summary>
internal sealed class ImportTargetFixture(DynamoDbServer server, S3Server store) : TargetFixture
{
    private const string Things = "contract_thing";
    private const string Moments = "contract_moment";
    private readonly string _state = Directory.CreateTempSubdirectory("dataflux-import-").FullName;
    private ImportService _service = null!;
    private string _bucket = "";

    public override async Task MakeAsync(CancellationToken cancellation)
    {
        _bucket = await store.CreateBucketAsync();
        var prefix = server.NewName("contract") + "-";
        await server.DropTableAsync(prefix + Things); // starts the server
        _service = new(server, store, prefix);
    }

    public override ITargetConnection Open() => DynamoDbDialect.Dialect.Create(new DialectSettings(
        new Dictionary<string, object>
        {
            ["endpoint"] = _service.Url,
            ["mode"] = "import",
            ["path"] = $"s3://{_bucket}/contract",
            ["s3Endpoint"] = store.Url,
        },
        _state));

    public override async Task<IReadOnlyList<Thing>> ThingsAsync(CancellationToken cancellation)
    {
        await PublishAsync(cancellation);
        return await ShownAsync(cancellation);
    }

    public override async Task<IReadOnlyList<Thing>> ShownAsync(CancellationToken cancellation) =>
    [
        .. (await ItemsAsync(Things)).Select(static item => new Thing(
            Whole(item["id"]), item["label"].S, item.GetValueOrDefault("body")?.S, (int)Whole(item["amount"]))),
    ];

    public override async Task<IReadOnlyList<Moment>> MomentsAsync(CancellationToken cancellation)
    {
        await PublishAsync(cancellation);
        return
        [
            .. (await ItemsAsync(Moments)).Select(static item => new Moment(
                Whole(item["id"]), DateTimeOffset.Parse(item["at"].S, CultureInfo.InvariantCulture))),
        ];
    }

    // No length of a text is too long but that of the whole item.
    public override Thing? Refused { get; } = new(666, new string('x', 400 * 1024));

    public override async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    // Again and again in one test, which a migration cannot: what the last import has made goes.
    private async Task PublishAsync(CancellationToken cancellation)
    {
        File.Delete(Path.Combine(Directory.CreateDirectory(Path.Combine(_state, "import")).FullName, "import.json"));
        foreach (var table in new[] { Things, Moments })
            await server.DropTableAsync(_service.NameOf(table));

        await using var beside = Open();
        await beside.Capabilities.Publication!.PublishAsync(default, static _ => { }, cancellation);
    }

    private async Task<List<Dictionary<string, AttributeValue>>> ItemsAsync(string table)
    {
        try
        {
            return await server.ScanAsync(_service.NameOf(table));
        }
        catch (ResourceNotFoundException)
        {
            return [];
        }
    }

    private static long Whole(AttributeValue value) => long.Parse(value.N, CultureInfo.InvariantCulture);
}
