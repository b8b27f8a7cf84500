using Amazon.DynamoDBv2;
using Dataflux.Dialects.Aws;
using Dataflux.Dialects.Aws.S3;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Dialects.DynamoDb.Importing;
using Dataflux.Dialects.DynamoDb.Options;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.DynamoDb;

/// <summary>New tables of DynamoDB, made by an import of files, opened for one run.</summary>
internal sealed class ImportTarget : ITargetConnection
{
    private const int LargestItem = 400 * 1024;
    private readonly DynamoDbOptions _options;
    private readonly RenewedClient<IAmazonDynamoDB> _client;
    private readonly S3Store _store;
    private readonly NewTables _tables;
    private readonly TableImport _imports;
    private readonly ImportPublication _publication;

    internal ImportTarget(DynamoDbOptions options, string stateFolder, TimeProvider time, ImportLimits? limits = null)
    {
        _options = options;
        var place = options.Import!;
        _client = new(() => DynamoDbClients.Create(options));
        var store = options.Login with { Endpoint = place.Endpoint };
        _store = new(() => S3Clients.Create(store, pathStyle: place.Endpoint is not null, place.Location), place.Bucket);
        var upload = new S3Upload(_store, Path.Combine(stateFolder, "upload"));
        _tables = new(options);
        _imports = new(_client, time);
        _publication = new(
            options, limits ?? ImportLimits.Usual, table => new TablePlace(_store, upload, place, table), _imports, stateFolder);
        Capabilities = new()
        {
            IsTransactional = true,
            IsAppendOnly = true,
            MakesTables = true,
            TimePrecision = TimeSpan.FromTicks(1),
            LargestRecord = LargestItem,
            Publication = _publication,
        };
    }

    public string Location => _options.Location;

    public TargetCapabilities Capabilities { get; }

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) => CheckAsync(recordTypes, cancellation);

    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) => CheckAsync(keyTypes, cancellation);

    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) =>
        Task.FromResult<ITargetSession>(new ImportSession(_tables, _publication.Staging));

    public Failure Classify(Exception exception) => exception switch
    {
        S3RequestException request => DynamoDbOptions.Answers.Classify(request),
        IOException and not HttpIOException or UnauthorizedAccessException => Failure.Systemic(exception.Message),
        _ => DynamoDbFailures.Classify(exception),
    };

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task CheckAsync(IReadOnlyList<Type> types, CancellationToken cancellation) => TargetFindings.CollectAsync(types, async type =>
    {
        var table = _tables.TableOf(type);
        var findings = KeyCheck.Find(type, table, version: null).ToList();
        if (!_publication.Makes(table.Name) && await _imports.ExistsAsync(table.Name, cancellation))
            findings.Add(new(type, null, TableImportText.Exists(table.Name)));

        await _publication.CheckPlaceAsync(table.Name, cancellation);
        return findings;
    });
}
