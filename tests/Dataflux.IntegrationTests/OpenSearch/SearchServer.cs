using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>A server with OpenSearch's interface, as far as <see cref="SearchStore"/> goes, with planted faults.</summary>
internal sealed class SearchServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly SearchFaults _faults;
    private readonly Task _serving;
    private readonly Lock _gate = new();
    private int _cuts;

    internal SearchServer(SearchFaults? faults = null)
    {
        _faults = faults ?? SearchFaults.None;
        Store = new(_faults);
        (_listener, Url) = Listen();
        _serving = ServeAsync();
    }

    internal string Url { get; }

    internal SearchStore Store { get; }

    /// <summary>What was asked, such as <c>POST /_bulk</c>, and the header of its login.</summary>
    internal ConcurrentQueue<(string Request, string? Authorization)> Requests { get; } = new();

    /// <summary>Cuts the next requests' connections.</summary>
    internal void Cut(int requests) => Interlocked.Exchange(ref _cuts, requests);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private static (HttpListener Listener, string Url) Listen()
    {
        while (true)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            free.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add(url);
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException)
            {
                listener.Close(); // somebody else has the port by now
            }
        }
    }

    private async Task ServeAsync()
    {
        var answering = new List<Task>();
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                answering.Add(Task.Run(() => AnswerAsync(context)));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(answering);
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var body = await BodyAsync(context.Request);
            Requests.Enqueue(($"{context.Request.HttpMethod} {context.Request.Url!.AbsolutePath}", context.Request.Headers["Authorization"]));
            if (Interlocked.Decrement(ref _cuts) >= 0 || _faults.Hits(_faults.Reset))
            {
                if (_faults.Hits(50))
                    Do(context.Request, body);

                context.Response.Abort();
                return;
            }

            if (context.Request.ContentLength64 < 0 && context.Request.HasEntityBody)
                await SendAsync(context.Response, 411, new() { ["message"] = "a length is required" });
            else if (context.Request.ContentLength64 > _faults.MostBytes)
                await SendAsync(context.Response, 413, new() { ["Message"] = "Request size exceeded" });
            else if (_faults.Hits(_faults.RequestTooBusy))
                await SendAsync(context.Response, 429, ErrorOf("circuit_breaking_exception", "[parent] Data too large", 429));
            else
                await AnswerAsync(context, body);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, string body)
    {
        var (status, answer) = Do(context.Request, body);
        if (_faults.Hits(_faults.FailedAfter))
            await SendAsync(context.Response, 500, ErrorOf("internal_server_error", "something went wrong", 500));
        else
            await SendAsync(context.Response, status, answer, cut: _faults.Hits(_faults.Cut));
    }

    private (int Status, JsonObject Answer) Do(HttpListenerRequest request, string body)
    {
        lock (_gate)
        {
            try
            {
                return (200, Answer(request, body));
            }
            catch (SearchException e)
            {
                return (e.Status, ErrorOf(e.Type, e.Message, e.Status));
            }
        }
    }

    private JsonObject Answer(HttpListenerRequest request, string body)
    {
        var parts = request.Url!.AbsolutePath.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        var acknowledged = new JsonObject { ["acknowledged"] = true };
        switch (request.HttpMethod, parts)
        {
            case ("POST", ["_bulk"]):
                return Store.Bulk(body, request.QueryString["require_alias"] == "true");
            case ("POST", ["_mget"]):
                return Store.MultiGet(JsonNode.Parse(body)!);
            case ("POST", ["_aliases"]):
                Store.UpdateAliases(JsonNode.Parse(body)!);
                return acknowledged;
            case ("PUT", [var name]):
                Store.Create(name, JsonNode.Parse(body)!.AsObject());
                return acknowledged;
            case ("DELETE", [var name]):
                Store.Indexes.Remove(Store.Find(name)[0].Name);
                return acknowledged;
            case ("GET", [var name]):
                return new(Store.Find(name).Select(static index => KeyValuePair.Create(index.Name, (JsonNode?)index.Describe())));
            case ("PUT", [var name, "_settings"]):
                foreach (var (setting, value) in JsonNode.Parse(body)!["index"]!.AsObject())
                    Store.Find(name)[0].Settings[setting] = value?.DeepClone();

                return acknowledged;
            case ("POST", [var name, "_refresh"]):
                Store.Find(name).ForEach(static index => index.Visible = index.Documents.Count);
                return new() { ["_shards"] = new JsonObject { ["total"] = 1, ["successful"] = 1, ["failed"] = 0 } };
            case ("GET", [var name, "_count"]):
                return new() { ["count"] = Store.Find(name).Sum(static index => index.Visible) };
            default:
                throw new SearchException(400, "illegal_argument_exception", $"no handler for {request.HttpMethod} {request.Url}");
        }
    }

    private static JsonObject ErrorOf(string type, string reason, int status) =>
        new() { ["error"] = new JsonObject { ["type"] = type, ["reason"] = reason }, ["status"] = status };

    private static async Task<string> BodyAsync(HttpListenerRequest request)
    {
        await using var plain = request.Headers["Content-Encoding"] == "gzip"
            ? new GZipStream(request.InputStream, CompressionMode.Decompress)
            : request.InputStream;
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private static async Task SendAsync(HttpListenerResponse response, int status, JsonObject answer, bool cut = false)
    {
        var bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
        (response.StatusCode, response.ContentType, response.ContentLength64) = (status, "application/json; charset=UTF-8", bytes.Length);
        if (cut)
        {
            await response.OutputStream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await response.OutputStream.FlushAsync();
            response.Abort();
            return;
        }

        await response.OutputStream.WriteAsync(bytes);
        response.Close();
    }
}
