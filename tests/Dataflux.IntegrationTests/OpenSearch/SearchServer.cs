using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>A server with OpenSearch's interface, as far as <see cref="SearchStore"/> goes, with planted faults.</summary>
internal sealed class SearchServer : LoopbackProxy
{
    private readonly SearchFaults _faults;
    private readonly Lock _gate = new();
    private readonly X509Certificate2? _certificate;
    private int _cuts;

    internal SearchServer(SearchFaults? faults = null, X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _faults = faults ?? SearchFaults.None;
        Store = new(_faults);
        Listen();
    }

    internal string Url => _certificate is null ? $"http://{Address}" : $"https://localhost:{Address.Port}";

    /// <summary>Says who may ask; others are answered as AWS does.</summary>
    internal Func<HttpRequest, bool> Accepts { private get; set; } = static _ => true;

    internal SearchStore Store { get; }

    /// <summary>What was asked, such as <c>POST /_bulk</c>, and its headers.</summary>
    internal ConcurrentQueue<(string Request, IReadOnlyDictionary<string, string> Headers)> Requests { get; } = new();

    /// <summary>Cuts the next requests' connections.</summary>
    internal void Cut(int requests) => Interlocked.Exchange(ref _cuts, requests);

    private protected override async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await using var stream = await StreamAsync(client);
                while (await HttpRequest.ReadAsync(stream, Stop) is { } request)
                {
                    if (!await AnswerAsync(stream, request))
                    {
                        client.LingerState = new(enable: true, seconds: 0);
                        return;
                    }
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or IOException or AuthenticationException)
            {
                // The client went away.
            }
        }
    }

    private async Task<Stream> StreamAsync(Socket client)
    {
        var stream = new NetworkStream(client);
        if (_certificate is null)
            return stream;

        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(_certificate);
        return tls;
    }

    /// <returns>Whether the connection stays.</returns>
    private async Task<bool> AnswerAsync(Stream stream, HttpRequest request)
    {
        var (method, target) = (request.Line.Split(' ')[0], request.Line.Split(' ')[1]);
        Requests.Enqueue(($"{method} {target}", request.Headers));
        if (Interlocked.Decrement(ref _cuts) >= 0 || _faults.Hits(_faults.Reset))
        {
            if (_faults.Hits(50))
                Do(method, target, request.Body);

            return false;
        }

        if (!Accepts(request))
        {
            return await SendAsync(
                stream, 403, new() { ["message"] = "The request signature we calculated does not match the signature you provided." });
        }

        if (request.Headers.ContainsKey("Transfer-Encoding"))
            return await SendAsync(stream, 411, new() { ["message"] = "a length is required" });

        if (int.Parse(request.Headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture) > _faults.MostBytes)
            return await SendAsync(stream, 413, new() { ["Message"] = "Request size exceeded" });

        if (_faults.Hits(_faults.RequestTooBusy))
            return await SendAsync(stream, 429, ErrorOf("circuit_breaking_exception", "[parent] Data too large", 429));

        var (status, answer) = Do(method, target, request.Body);
        return _faults.Hits(_faults.FailedAfter)
            ? await SendAsync(stream, 500, ErrorOf("internal_server_error", "something went wrong", 500))
            : await SendAsync(stream, status, answer, cut: _faults.Hits(_faults.Cut));
    }

    private (int Status, JsonObject Answer) Do(string method, string target, string body)
    {
        lock (_gate)
        {
            try
            {
                return (200, Answer(method, target, body));
            }
            catch (SearchException e)
            {
                return (e.Status, ErrorOf(e.Type, e.Message, e.Status));
            }
        }
    }

    private JsonObject Answer(string method, string target, string body)
    {
        var parts = target.Split('?')[0].Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        var acknowledged = new JsonObject { ["acknowledged"] = true };
        switch (method, parts)
        {
            case ("POST", ["_bulk"]):
                return Store.Bulk(body, target.Contains("require_alias=true", StringComparison.Ordinal));
            case ("POST", ["_mget"]):
                return Store.MultiGet(JsonNode.Parse(body)!);
            case ("POST", ["_aliases"]):
                Store.UpdateAliases(JsonNode.Parse(body)!);
                return acknowledged;
            case ("PUT", [var name]):
                Store.Create(name, JsonNode.Parse(body)!.AsObject());
                return acknowledged;
            case ("DELETE", [var name]):
                Store.Delete(name);
                return acknowledged;
            case ("GET", [var name, "_stats", "store"]):
                var size = Store.Find(name).Sum(static index => 100 * index.Documents.Count);
                var store = new JsonObject { ["store"] = new JsonObject { ["size_in_bytes"] = size } };
                return new() { ["_all"] = new JsonObject { ["total"] = store } };
            case ("GET", [var name]):
                return new(Store.Find(name).Select(static index => KeyValuePair.Create(index.Name, (JsonNode?)index.Describe())));
            case ("PUT", [var name, "_settings"]):
                foreach (var (setting, value) in JsonNode.Parse(body)!["index"]!.AsObject())
                    Store.Find(name)[0].Settings[setting] = value?.DeepClone();

                return acknowledged;
            case ("POST", [var name, "_refresh"]):
                var refreshed = ShardsOf(_faults.Hits(_faults.ShardFailed));
                if (Failed(refreshed) == 0)
                    Store.Find(name).ForEach(static index => index.Visible = index.Documents.Count);

                return new() { ["_shards"] = refreshed };
            case ("GET", [var name, "_count"]):
                var counted = ShardsOf(_faults.Hits(_faults.ShardFailed));
                var visible = Store.Find(name).Sum(static index => index.Visible);
                return new() { ["count"] = Failed(counted) == 0 ? visible : visible / 2, ["_shards"] = counted };
            default:
                throw new SearchException(400, "illegal_argument_exception", $"no handler for {method} {target}");
        }
    }

    private static JsonObject ShardsOf(bool failed) =>
        new() { ["total"] = 2, ["successful"] = failed ? 1 : 2, ["failed"] = failed ? 1 : 0 };

    private static int Failed(JsonObject shards) => (int)shards["failed"]!;

    private static JsonObject ErrorOf(string type, string reason, int status) =>
        new() { ["error"] = new JsonObject { ["type"] = type, ["reason"] = reason }, ["status"] = status };

    /// <returns>Whether the connection stays.</returns>
    private static async Task<bool> SendAsync(Stream stream, int status, JsonObject answer, bool cut = false)
    {
        var bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} X\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: {bytes.Length}\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(cut ? bytes.AsMemory(0, bytes.Length / 2) : bytes);
        return !cut;
    }
}
