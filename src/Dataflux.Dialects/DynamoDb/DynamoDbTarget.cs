using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDb.Ground;
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
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private readonly DynamoDbOptions _options;
    private readonly RenewedClient<IAmazonDynamoDB> _client;
    private readonly ItemWriting _writing;

    internal DynamoDbTarget(DynamoDbOptions options, TimeProvider time)
    {
        _options = options;
        _client = new(() => Connect(options));
        _writing = new(options, new TableCatalog(_client, options.Location, options.Capacity, time), _client, time);
    }

    public string Location => _options.Location;

    public TargetCapabilities Capabilities { get; } = new()
    {
        IsTransactional = false,
        TimePrecision = TimeSpan.FromTicks(1),
        LargestRecord = LargestItem,
    };

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

    private static AmazonDynamoDBClient Connect(DynamoDbOptions options)
    {
        var config = new AmazonDynamoDBConfig
        {
            MaxErrorRetry = 0, // budgets and the engine are the patient ones
            MaxStaleConnectionRetries = 1,
            ThrottleRetries = false,
            Timeout = AnswerTimeout,
            ConnectTimeout = ConnectTimeout,
        };
        options.Login.Configure(config);
        try
        {
            var credentials = options.Login.Credentials();
            return credentials is null ? new AmazonDynamoDBClient(config) : new AmazonDynamoDBClient(credentials, config);
        }
        catch (AmazonClientException e)
        {
            throw options.Login.NoClient(options.Location, e);
        }
    }

    private Task CheckAsync(IReadOnlyList<Type> types, CancellationToken cancellation) => TargetFindings.CollectAsync(
        types, async type => KeyCheck.Find(type, await _writing.TableAsync(type, cancellation), _options.OnlyNewer));
}
