using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>
/// A proxy in front of a server with DynamoDB's interface that does to requests what a busy DynamoDB does. It counts write units, and
/// keeps to a capacity of its own.
/// </summary>
internal class DynamoDbProxy : LoopbackProxy
{
    private protected const string ErrorsOfService = "com.amazonaws.dynamodb.v20120810#";

    private static readonly string[] ThrottlingForms =
    [
        ErrorsOfService + "ProvisionedThroughputExceededException", "com.amazon.coral.availability#ThrottlingException",
        ErrorsOfService + "RequestLimitExceeded",
    ];

    private readonly HttpClient _server;
    private readonly Lock _gate = new();
    private readonly List<string> _operations = [];
    private readonly List<(TimeSpan At, double Units)> _units = [];
    private readonly long _startedAt = TimeProvider.System.GetTimestamp();
    private readonly FaultPlan _plan;
    private readonly Random _random;
    private int _cuts;
    private (int Count, TaskCompletionSource Came) _awaited = (-1, new());

    /// <param name="server">The URL of the server.</param>
    /// <param name="plan">What goes wrong; by default nothing.</param>
    internal DynamoDbProxy(string server, FaultPlan? plan = null)
    {
        _plan = plan ?? new();
        _random = new(_plan.Seed);
        _server = new() { BaseAddress = new(server) };
        Listen();
    }

    internal string Url => $"http://{Address}";

    /// <summary>Write units that the table takes in a second; <see langword="null"/>: any number.</summary>
    internal double? Capacity { get; init; }

    /// <summary>What was asked for so far.</summary>
    internal IReadOnlyList<string> Operations
    {
        get
        {
            lock (_gate)
                return [.. _operations];
        }
    }

    /// <summary>The write units so far, with the time of each request.</summary>
    internal IReadOnlyList<(TimeSpan At, double Units)> Units
    {
        get
        {
            lock (_gate)
                return [.. _units];
        }
    }

    /// <summary>Ends when so many more requests have come.</summary>
    internal Task RequestsAsync(int count)
    {
        lock (_gate)
        {
            _awaited = (_operations.Count + count, new(TaskCreationOptions.RunContinuationsAsynchronously));
            return _awaited.Came.Task;
        }
    }

    /// <summary>Resets the connection of the next requests.</summary>
    internal void Cut(int times)
    {
        lock (_gate)
            _cuts = times;
    }

    private protected override async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await using var stream = new NetworkStream(client);
                while (await HttpRequest.ReadAsync(stream, Stop) is { } request)
                {
                    if (IsCut())
                    {
                        client.LingerState = new(enable: true, seconds: 0);
                        return;
                    }

                    var (status, body) = await AnswerAsync(request.Headers["x-amz-target"].Split('.')[1], request);
                    await WriteAsync(stream, status, body);
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or IOException)
            {
                // The client went away.
            }
        }
    }

    private bool IsCut()
    {
        lock (_gate)
            return _cuts > 0 && _cuts-- > 0;
    }

    /// <summary>Answers a request.</summary>
    /// <param name="operation">What is asked for.</param>
    /// <param name="request">The request.</param>
    private protected virtual async Task<(HttpStatusCode Status, string Body)> AnswerAsync(string operation, HttpRequest request)
    {
        var (fault, latency, throttling) = Next(operation);
        if (latency > TimeSpan.Zero)
            await Task.Delay(latency, Stop);

        if (fault < _plan.Throttled && operation != "DescribeTable")
            return Error(ThrottlingForms[throttling]);

        var body = JsonNode.Parse(request.Body)!.AsObject();
        JsonObject? unprocessed = null;
        if (operation == "BatchWriteItem" && (fault < _plan.Throttled + _plan.Unprocessed || IsOverCapacity()))
        {
            unprocessed = TakeSome(body["RequestItems"]!.AsObject(), all: IsOverCapacity());
            if (body["RequestItems"]!.AsObject().Count == 0)
                return Error(ThrottlingForms[0]); // as DynamoDB does when it takes none
        }

        using var forwarded = request.With(body.ToJsonString());
        using var answer = await _server.SendAsync(forwarded, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        if (!answer.IsSuccessStatusCode || operation == "DescribeTable")
            return (answer.StatusCode, text);

        var result = JsonNode.Parse(text)!.AsObject();
        CountUnits(operation, result);
        if (fault >= 100 - _plan.Failed)
            return Error(ErrorsOfService + "InternalServerError", HttpStatusCode.InternalServerError);

        if (unprocessed is not null)
            result["UnprocessedItems"] = unprocessed;

        return (answer.StatusCode, result.ToJsonString());
    }

    private (int Fault, TimeSpan Latency, int Throttling) Next(string operation)
    {
        lock (_gate)
        {
            _operations.Add(operation);
            if (_operations.Count == _awaited.Count)
                _awaited.Came.SetResult();

            return (_random.Next(100), _plan.Latency * _random.NextDouble(), _random.Next(ThrottlingForms.Length));
        }
    }

    private bool IsOverCapacity()
    {
        if (Capacity is not { } capacity)
            return false;

        lock (_gate)
        {
            var since = TimeProvider.System.GetElapsedTime(_startedAt) - TimeSpan.FromSeconds(1);
            return _units.Where(each => each.At > since).Sum(static each => each.Units) >= capacity;
        }
    }

    private void CountUnits(string operation, JsonObject result)
    {
        var consumed = result["ConsumedCapacity"] is JsonArray { Count: > 0 } array ? array[0] : result["ConsumedCapacity"];
        if (operation is not ("BatchWriteItem" or "PutItem" or "DeleteItem") || consumed?["CapacityUnits"] is not { } units)
            return;

        lock (_gate)
            _units.Add((TimeProvider.System.GetElapsedTime(_startedAt), units.GetValue<double>()));
    }

    // Takes requests out, at random or all of them.
    private JsonObject TakeSome(JsonObject tables, bool all)
    {
        var taken = new JsonObject();
        lock (_gate)
        {
            foreach (var (table, requests) in tables.ToList())
            {
                var (left, kept) = (new JsonArray(), new JsonArray());
                foreach (var request in requests!.AsArray())
                    (all || _random.Next(2) == 0 ? left : kept).Add(request!.DeepClone());

                if (left.Count > 0)
                    taken[table] = left;

                tables[table] = kept;
                if (kept.Count == 0)
                    tables.Remove(table);
            }
        }

        return taken;
    }

    /// <summary>An error of the service.</summary>
    private protected static (HttpStatusCode Status, string Body) Error(string type, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        (status, "{\"__type\":\"" + type + "\",\"message\":\"The request was not done, or so it is said.\"}");

    private static async Task WriteAsync(NetworkStream stream, HttpStatusCode status, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {(int)status} X\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {bytes.Length}\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(bytes);
    }
}
