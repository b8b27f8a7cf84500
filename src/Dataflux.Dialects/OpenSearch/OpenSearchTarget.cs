using Dataflux.Dialects.OpenSearch.Calling;
using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Dialects.OpenSearch.Indexes;
using Dataflux.Dialects.OpenSearch.Options;
using Dataflux.Dialects.OpenSearch.Writing;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.OpenSearch;

/// <summary>Indexes of an OpenSearch cluster, opened for one run.</summary>
internal sealed class OpenSearchTarget : ITargetConnection
{
    private readonly OpenSearchClient _client;
    private readonly DocumentWriting _writing;

    internal OpenSearchTarget(OpenSearchOptions options, TimeProvider time)
    {
        Location = options.Location;
        _client = new(options);
        _writing = new(options, new IndexCatalog(_client, options.Location), _client, time);
        Capabilities = new()
        {
            IsTransactional = false,
            TimePrecision = TimeSpan.FromTicks(1), // of what is stored; a field of type date searches by milliseconds
            KeepsNewest = options.UsesVersions,
        };
    }

    public string Location { get; }

    public TargetCapabilities Capabilities { get; }

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) =>
        CheckAsync(recordTypes, areKeys: false, cancellation);

    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) =>
        CheckAsync(keyTypes, areKeys: true, cancellation);

    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) =>
        Task.FromResult<ITargetSession>(new OpenSearchSession(_writing));

    public Failure Classify(Exception exception) => OpenSearchFailures.Classify(exception);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task CheckAsync(IReadOnlyList<Type> types, bool areKeys, CancellationToken cancellation) => TargetFindings.CollectAsync(
        types, async type => RecordCheck.Find(type, await _writing.IndexAsync(type, cancellation), areKeys));
}
