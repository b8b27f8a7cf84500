using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Dataflux.IntegrationTests.S3;

namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>
/// A server with DynamoDB's interface that knows imports, as AWS describes them: it reads all objects below the prefix from the
/// S3-compatible server, makes the table, and puts the items one by one in no order. What else it is asked goes to the real server.
/// </summary>
/// <param name="server">The server with the tables.</param>
/// <param name="store">The server with the files.</param>
/// <param name="prefix">What the names of its tables begin with there.</param>
internal sealed class ImportService(DynamoDbServer server, S3Server store, string prefix = "") : DynamoDbProxy(server.Url)
{
    private const int LooksUntilItEnds = 2;
    private readonly Random _random = new(5);
    private int _answersLost;

    /// <summary>The imports that were started, by their tokens.</summary>
    internal ConcurrentDictionary<string, RunningImport> Imports { get; } = new();

    /// <summary>Called before files are read.</summary>
    internal Func<RunningImport, Task> Reads { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Whether imports are cancelled by somebody.</summary>
    internal bool Cancels { get; set; }

    /// <summary>Whether tokens are forgotten, as they are after eight hours.</summary>
    internal bool ForgetsTokens { get; set; }

    /// <summary>So many answers to starts are lost on their way.</summary>
    internal void LoseStarts(int count) => _answersLost = count;

    /// <summary>The name of a table on the real server.</summary>
    internal string NameOf(string table) => prefix + table;

    private protected override async Task<(HttpStatusCode Status, string Body)> AnswerAsync(string operation, HttpRequest request)
    {
        var body = JsonNode.Parse(request.Body)!.AsObject();
        switch (operation)
        {
            case "ImportTable":
                return await StartAsync(body);
            case "DescribeImport":
                var import = Imports.Values.First(one => one.Arn == (string)body["ImportArn"]!);
                if (++import.Looks == LooksUntilItEnds)
                    await EndAsync(import);

                return (HttpStatusCode.OK, new JsonObject { ["ImportTableDescription"] = import.Describe() }.ToJsonString());
            case "ListImports":
                var list = new JsonArray([.. Imports.Values.Select(static one => one.Describe())]);
                return (HttpStatusCode.OK, new JsonObject { ["ImportSummaryList"] = list }.ToJsonString());
            case "DescribeTable" when prefix.Length > 0:
                return await ExistsAsync(NameOf((string)body["TableName"]!))
                    ? (HttpStatusCode.OK, """{"Table":{"TableStatus":"ACTIVE"}}""")
                    : Error(ErrorsOfService + "ResourceNotFoundException");
            default:
                return await base.AnswerAsync(operation, request);
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> StartAsync(JsonObject request)
    {
        var import = new RunningImport(request, Imports.Count + 1);
        if (Imports.TryGetValue(import.Token, out var known) && !ForgetsTokens)
        {
            if (!JsonNode.DeepEquals(known.Request, request))
                return Error(ErrorsOfService + "IdempotentParameterMismatchException");

            import = known;
        }
        else if (await ExistsAsync(NameOf(import.Table)))
        {
            return Error(ErrorsOfService + "ResourceInUseException");
        }
        else
        {
            Imports[import.Token] = import;
            await server.CreateTableAsync(NameOf(import.Table), [.. import.Key]);
        }

        return Interlocked.Decrement(ref _answersLost) >= 0
            ? Error(ErrorsOfService + "InternalServerError", HttpStatusCode.InternalServerError)
            : (HttpStatusCode.OK, new JsonObject { ["ImportTableDescription"] = import.Describe() }.ToJsonString());
    }

    private async Task EndAsync(RunningImport import)
    {
        await Reads(import);
        if (Cancels)
        {
            import.Status = "CANCELLED";
            return;
        }

        var lines = new List<string>();
        foreach (var file in await store.ListAsync(import.Bucket, import.Prefix))
        {
            using var text = new StreamReader(
                new GZipStream(new MemoryStream(file.Bytes), CompressionMode.Decompress), Encoding.UTF8);
            lines.AddRange((await text.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        foreach (var line in lines.OrderBy(_ => _random.Next()))
            await PutAsync(import, line);

        import.Status = import.Errors > 0 ? "FAILED" : "COMPLETED";
    }

    private async Task PutAsync(RunningImport import, string line)
    {
        import.Processed++;
        try
        {
            var item = ItemText.ValueOf(new() { ["M"] = JsonNode.Parse(line)!["Item"]!.DeepClone() }).M;
            var before = await server.Client.PutItemAsync(new PutItemRequest(NameOf(import.Table), item, ReturnValue.ALL_OLD));
            if (before.Attributes is { Count: > 0 })
                import.Overwritten++;

            import.Imported++;
        }
        catch (Exception e) when (e is AmazonDynamoDBException or FormatException or System.Text.Json.JsonException)
        {
            import.Errors++;
        }
    }

    private async Task<bool> ExistsAsync(string table)
    {
        try
        {
            await server.Client.DescribeTableAsync(table);
            return true;
        }
        catch (ResourceNotFoundException)
        {
            return false;
        }
    }
}
