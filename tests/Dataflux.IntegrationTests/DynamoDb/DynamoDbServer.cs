using System.Diagnostics;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

[assembly: AssemblyFixture(typeof(Dataflux.IntegrationTests.DynamoDb.DynamoDbServer))]

namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>
/// A real server with DynamoDB's interface (dynalite, an npm package) on a free port, started by the first test that asks. It keeps its
/// tables in memory.
/// </summary>
public sealed class DynamoDbServer : IAsyncDisposable
{
    internal const string AccessKey = "DYNALITE";
    internal const string Secret = "DYNALITE";
    private const string Listening = "listening on ";

    private const string Program =
        "require('dynalite')({createTableMs:0,deleteTableMs:0,updateTableMs:0}).listen(0,'127.0.0.1',"
        + "function(){console.log('" + Listening + "'+this.address().port)})";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Lazy<Task> _started;
    private Process? _process;
    private AmazonDynamoDBClient? _client;
    private int _tables;

    public DynamoDbServer() => _started = new(StartAsync);

    /// <summary>The server's port, once a table was made.</summary>
    internal int Port { get; private set; }

    internal string Url => $"http://127.0.0.1:{Port}";

    internal AmazonDynamoDBClient Client => _client!;

    /// <summary>A name that no other table has.</summary>
    internal string NewName(string name) => $"{name}-{Interlocked.Increment(ref _tables)}";

    /// <summary>Makes a table.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="key">The attributes of its key with their types, such as <c>id:N</c>: the partition key, then the sort key.</param>
    internal async Task CreateTableAsync(string name, params string[] key)
    {
        await _started.Value;
        var attributes = key.Select(static each => each.Split(':')).ToList();
        await Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            AttributeDefinitions = [.. attributes.Select(static each => new AttributeDefinition(each[0], each[1]))],
            KeySchema = [.. attributes.Select(static (each, i) => new KeySchemaElement(each[0], i == 0 ? KeyType.HASH : KeyType.RANGE))],
            ProvisionedThroughput = new(readCapacityUnits: 40_000, writeCapacityUnits: 40_000),
        });
        while ((await Client.DescribeTableAsync(name)).Table.TableStatus != TableStatus.ACTIVE)
            await Task.Yield();
    }

    /// <summary>Deletes a table; one that is not there is no error.</summary>
    internal async Task DropTableAsync(string name)
    {
        await _started.Value;
        try
        {
            await Client.DeleteTableAsync(name);
            while (true)
                await Client.DescribeTableAsync(name);
        }
        catch (ResourceNotFoundException)
        {
        }
    }

    /// <summary>All items of a table.</summary>
    internal async Task<List<Dictionary<string, AttributeValue>>> ScanAsync(string table)
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        Dictionary<string, AttributeValue>? from = null;
        do
        {
            var page = await Client.ScanAsync(new ScanRequest(table) { ExclusiveStartKey = from, ConsistentRead = true });
            items.AddRange(page.Items ?? []);
            from = page.LastEvaluatedKey;
        }
        while (from is { Count: > 0 });

        return items;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private async Task StartAsync()
    {
        var folder = await NpmPackages.InstallAsync(Path.Combine("DynamoDb", "server"));
        _process = NpmPackages.Start("node", ["-e", Program], folder);
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        var line = "";
        while (!line.StartsWith(Listening, StringComparison.Ordinal))
        {
            line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
                ?? throw new InvalidOperationException("the server with DynamoDB's interface ended before it listened");
        }

        // Whatever they are, it takes them. Another server may have set its own meanwhile.
        foreach (var (name, value) in new[] { ("AWS_ACCESS_KEY_ID", AccessKey), ("AWS_SECRET_ACCESS_KEY", Secret) })
            Environment.SetEnvironmentVariable(name, Environment.GetEnvironmentVariable(name) ?? value);

        Port = int.Parse(line[Listening.Length..], CultureInfo.InvariantCulture);
        _client = new AmazonDynamoDBClient(
            new BasicAWSCredentials(AccessKey, Secret), new AmazonDynamoDBConfig { ServiceURL = Url, AuthenticationRegion = "us-east-1" });
    }
}
