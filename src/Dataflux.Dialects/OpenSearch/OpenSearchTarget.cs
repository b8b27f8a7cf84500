using Dataflux.Dialects.OpenSearch.Calling;
using Dataflux.Dialects.OpenSearch.Generations;
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
    private readonly IndexCatalog _indexes;
    private readonly DocumentWriting _writing;
    private readonly PlannedIndexes? _planned;
    private readonly IndexGenerations? _generations;

    internal OpenSearchTarget(OpenSearchOptions options, string stateFolder, TimeProvider time)
    {
        Location = options.Location;
        _client = new(options, Signing.For(options, time));
        _indexes = new(_client, options.Location);
        _writing = new(options, _indexes, _client, time);
        Capabilities = new()
        {
            IsTransactional = false,
            TimePrecision = TimeSpan.FromTicks(1), // of what is stored; a field of type date searches by milliseconds
            KeepsNewest = options.UsesVersions,
        };
        if (!options.IsNewGeneration)
            return;

        var aliases = new AliasCatalog(_client, Location);
        var mappings = new MappingFiles(options.Mapping);
        var fresh = new FreshIndexes(_client, mappings, Location);
        var log = new GenerationLog(stateFolder);
        _generations = new(_indexes, aliases, fresh, log, options.KeepGenerations, time);
        _planned = new(aliases, mappings);
        _indexes.Fresh = _generations;
        Capabilities = Capabilities with
        {
            MakesTables = true,
            Publication = _generations,
            Images = new GenerationImages(_generations, aliases, fresh, log, time),
        };
    }

    public string Location { get; }

    public TargetCapabilities Capabilities { get; }

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) =>
        CheckAsync(recordTypes, areKeys: false, cancellation);

    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) =>
        CheckAsync(keyTypes, areKeys: true, cancellation);

    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) =>
        Task.FromResult<ITargetSession>(new OpenSearchSession(_writing, _generations?.Tally));

    public Failure Classify(Exception exception) => OpenSearchFailures.Classify(exception);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task CheckAsync(IReadOnlyList<Type> types, bool areKeys, CancellationToken cancellation) => TargetFindings.CollectAsync(
        types,
        async type =>
        {
            var name = _writing.NameOf(type);
            return _planned is null
                ? RecordCheck.Find(type, await _indexes.FindAsync(name, cancellation), areKeys)
                : await FindPlannedAsync(type, name, areKeys, cancellation);
        });

    // What the mapping file has wrong is told before an index is made with it.
    private async Task<IEnumerable<TargetFinding>> FindPlannedAsync(
        Type type, string name, bool areKeys, CancellationToken cancellation)
    {
        var index = await _planned!.FindAsync(name, cancellation);
        List<TargetFinding> findings =
        [
            .. areKeys ? [] : _planned.Problems(name).Select(problem => new TargetFinding(type, null, problem)),
            .. RecordCheck.Find(type, index, areKeys),
        ];
        _indexes.Plan(name);
        if (findings.Count == 0 && _generations!.Fills)
            await _indexes.FindAsync(name, cancellation);

        return findings;
    }
}
