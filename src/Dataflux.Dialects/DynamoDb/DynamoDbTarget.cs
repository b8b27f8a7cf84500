using Amazon.DynamoDBv2;
using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Dialects.DynamoDb.Importing;
using Dataflux.Dialects.DynamoDb.Options;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Dialects.DynamoDb.Writing;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.DynamoDb;

/// <summary>Tables of DynamoDB, opened for one run.</summary>
internal sealed class DynamoDbTarget : ITargetConnection
{
    private const int LargestItem = 400 * 1024;
    private readonly DynamoDbOptions _options;
    private readonly string _stateFolder;
    private readonly RenewedClient<IAmazonDynamoDB> _client;
    private readonly ItemWriting _writing;

    internal DynamoDbTarget(DynamoDbOptions options, string stateFolder, TimeProvider time)
    {
        (_options, _stateFolder) = (options, stateFolder);
        _client = new(() => DynamoDbClients.Create(options));
        var tables = new TableCatalog(_client, options.Location, options.Capacity, time);
        _writing = new(options, tables, _client, time);
        Capabilities = new()
        {
            IsTransactional = false,
            TimePrecision = TimeSpan.FromTicks(1),
            LargestRecord = LargestItem,
            Load = new WriteLoad(tables),
        };
    }

    public string Location => _options.Location;

    public TargetCapabilities Capabilities { get; }

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) => CheckAsync(recordTypes, cancellation);

    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) => CheckAsync(keyTypes, cancellation);

    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) =>
        Task.FromResult<ITargetSession>(new DynamoDbSession(_writing));

    public Failure Classify(Exception exception) => DynamoDbFailures.Classify(exception);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _writing.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task CheckAsync(IReadOnlyList<Type> types, CancellationToken cancellation)
    {
        if (ImportGuard.Unfinished(_stateFolder) is { } unfinished)
            throw new TargetException(unfinished);

        return TargetFindings.CollectAsync(
            types, async type => KeyCheck.Find(type, await _writing.TableAsync(type, cancellation), _options.OnlyNewer));
    }
}
