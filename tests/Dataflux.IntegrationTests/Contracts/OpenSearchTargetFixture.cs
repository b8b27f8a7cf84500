using System.Globalization;
using System.Text.Json.Nodes;
using Dataflux.Contracts;
using Dataflux.Dialects.OpenSearch;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;
using Dataflux.IntegrationTests.OpenSearch;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>Indexes of a server with OpenSearch's interface.</summary>
/// <param name="isNew">Whether runs fill fresh indexes.</param>
internal sealed class OpenSearchTargetFixture(bool isNew) : TargetFixture
{
    private const string Things = "contract_thing";
    private const string Moments = "contract_moment";
    private const string Mapping = """
        {
          "mappings": {
            "dynamic": "strict",
            "properties": {
              "id": { "type": "long" }, "label": { "type": "keyword" }, "body": { "type": "text" }, "amount": { "type": "integer" }
            }
          },
          "aliases": { "contract_thing": {} }
        }
        """;

    private const int MoreThanItTriesByItself = 12;
    private readonly SearchServer _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("search-contract-").FullName;

    public override Task MakeAsync(CancellationToken cancellation)
    {
        _server.Store.Create("things-1", JsonNode.Parse(Mapping)!.AsObject());
        if (isNew)
            _server.Store.Create("moments-1", new() { ["aliases"] = new JsonObject { [Moments] = new JsonObject() } });
        else
            _server.Store.Create(Moments);

        return Task.CompletedTask;
    }

    public override ITargetConnection Open() => OpenSearchDialect.Dialect.Create(new DialectSettings(
        new Dictionary<string, object> { ["url"] = _server.Url, ["generation"] = isNew ? "new" : "current" }, stateFolder: _folder));

    public override Task<IReadOnlyList<Thing>> ThingsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Thing>>(
        [
            .. Sources(Things).Select(static source => new Thing(
                (long)source["id"]!, (string)source["label"]!, (string?)source["body"], (int)source["amount"]!)),
        ]);

    public override Task<IReadOnlyList<Moment>> MomentsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Moment>>(
        [
            .. Sources(Moments).Select(static source => new Moment(
                (long)source["id"]!, DateTimeOffset.Parse((string)source["at"]!, CultureInfo.InvariantCulture))),
        ]);

    public override Func<CancellationToken, Task> CutAsync => _ =>
    {
        _server.Cut(MoreThanItTriesByItself);
        return Task.CompletedTask;
    };

    // The largest term that is indexed has 32,766 bytes.
    public override Thing? Refused { get; } = new(666, new string('x', 32_767));

    public override async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private IEnumerable<JsonNode> Sources(string name) =>
        _server.Store.Find(name).SelectMany(static index => index.Documents.Values).Select(static document => document.Source);
}
