using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Dialects.OpenSearch.Options;

namespace Dataflux.Dialects.OpenSearch.Calling;

/// <summary>Asks a cluster. Nothing is sent in chunks of unknown length, which OpenSearch on AWS does not take.</summary>
internal sealed class OpenSearchClient : IDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(100);
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");
    private readonly OpenSearchOptions _options;
    private readonly HttpClient _http;
    private readonly Signing? _signing;

    internal OpenSearchClient(OpenSearchOptions options, Signing? signing)
    {
        (_options, _signing) = (options, signing);
        _http = new(Connections.For(options)) { Timeout = Timeout.InfiniteTimeSpan };
        if (options.User is { } user)
        {
            var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}"));
            _http.DefaultRequestHeaders.Authorization = new("Basic", login);
        }
    }

    internal Task<JsonDocument> GetAsync(string path, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, default, Json, cancellation);

    /// <summary>Sends JSON.</summary>
    internal Task<JsonDocument> PostAsync(string path, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, path, json, Json, cancellation);

    /// <summary>Sends JSON to a place of its own.</summary>
    internal Task<JsonDocument> PutAsync(string path, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Put, path, json, Json, cancellation);

    /// <summary>Deletes what has a place of its own.</summary>
    internal Task<JsonDocument> DeleteAsync(string path, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, path, default, Json, cancellation);

    /// <summary>Sends JSON in lines, each with a line break at its end.</summary>
    internal Task<JsonDocument> PostLinesAsync(string path, ReadOnlyMemory<byte> lines, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, path, lines, Lines, cancellation);

    public void Dispose() => _http.Dispose();

    /// <exception cref="AnswerException">The answer's status is none of success.</exception>
    /// <exception cref="CutAnswerException">No answer came in time, or not whole.</exception>
    private async Task<JsonDocument> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte> body, MediaTypeHeaderValue type, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(_options.Url, path));
        if (!body.IsEmpty)
        {
            body = _options.Gzip ? Compress(body) : body;
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = type;
            if (_options.Gzip)
                request.Content.Headers.ContentEncoding.Add("gzip");
        }

        if (_signing is not null)
            await _signing.SignAsync(request, body);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(AnswerTimeout);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var content = await answer.Content.ReadAsByteArrayAsync(patience.Token);
            return answer.IsSuccessStatusCode
                ? JsonDocument.Parse(content)
                : throw new AnswerException(AnswerError.Parse((int)answer.StatusCode, content));
        }
        catch (JsonException e)
        {
            throw new CutAnswerException($"the answer to {method} {path} is no whole JSON ({e.Message})", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new CutAnswerException($"no answer to {method} {path} came in {AnswerTimeout.TotalSeconds:N0} s", e);
        }
    }

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body.Span);

        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }
}
