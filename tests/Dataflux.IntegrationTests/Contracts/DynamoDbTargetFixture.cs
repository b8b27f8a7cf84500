using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Dataflux.Contracts;
using Dataflux.Dialects.DynamoDb;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;
using Dataflux.IntegrationTests.DynamoDb;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>Tables that the tests of the suite use one after the other, behind a proxy that can cut its connections.</summary>
internal sealed class DynamoDbTargetFixture(DynamoDbServer server) : TargetFixture
{
    private const string Things = "contract_thing";
    private const string Moments = "contract_moment";
    private const int MoreThanTheClientTriesByItself = 6;
    private DynamoDbProxy _proxy = null!;

    public override async Task MakeAsync(CancellationToken cancellation)
    {
        foreach (var table in new[] { Things, Moments })
        {
            await server.DropTableAsync(table);
            await server.CreateTableAsync(table, "id:N");
        }

        _proxy = new(server.Url);
    }

    public override ITargetConnection Open() => DynamoDbDialect.Dialect.Create(new DialectSettings(
        new Dictionary<string, object> { ["endpoint"] = _proxy.Url, ["capacity"] = "max" }, stateFolder: Path.GetTempPath()));

    public override async Task<IReadOnlyList<Thing>> ThingsAsync(CancellationToken cancellation) =>
    [
        .. (await server.ScanAsync(Things)).Select(static item => new Thing(
            Whole(item["id"]), item["label"].S, item.GetValueOrDefault("body")?.S, (int)Whole(item["amount"]))),
    ];

    public override async Task<IReadOnlyList<Moment>> MomentsAsync(CancellationToken cancellation) =>
    [
        .. (await server.ScanAsync(Moments)).Select(static item => new Moment(
            Whole(item["id"]), DateTimeOffset.Parse(item["at"].S, CultureInfo.InvariantCulture))),
    ];

    public override Func<CancellationToken, Task> CutAsync => _ =>
    {
        _proxy.Cut(MoreThanTheClientTriesByItself);
        return Task.CompletedTask;
    };

    // No length of a text is too long but that of the whole item.
    public override Thing? Refused { get; } = new(666, new string('x', 400 * 1024));

    public override ValueTask DisposeAsync() => _proxy.DisposeAsync();

    private static long Whole(AttributeValue value) => long.Parse(value.N, CultureInfo.InvariantCulture);
}
