using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Dataflux.Dialects.OpenSearch.Calling;
using Dataflux.Dialects.OpenSearch.Ground;

namespace Dataflux.Dialects.OpenSearch.Writing;

/// <summary>Looks at what an index has before it is written to. Reads by id see what was written a moment ago.</summary>
/// <param name="client">The cluster.</param>
internal sealed class DocumentReader(OpenSearchClient client)
{
    /// <summary>Says of each document what is there, and gives those that have to be written.</summary>
    /// <param name="documents">Documents whose ids are all different.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<List<Document>> ChangesAsync(List<Document> documents, CancellationToken cancellation)
    {
        using var answer = await client.PostAsync("_mget", Request(documents), cancellation);
        if (!answer.RootElement.TryGetProperty("docs", out var docs) || docs.GetArrayLength() != documents.Count)
            throw new CutAnswerException($"the answer to _mget does not have the {documents.Count:N0} documents that were asked for");

        var changes = new List<Document>(documents.Count);
        var next = 0;
        foreach (var found in docs.EnumerateArray())
        {
            if (Look(documents[next], found))
                changes.Add(documents[next]);

            next++;
        }

        return changes;
    }

    // What is the same but has an older version is written for its version: what comes late must find it.
    private static bool Look(Document document, JsonElement there)
    {
        if (there.TryGetProperty("error"u8, out var error))
        {
            var status = there.TryGetProperty("status"u8, out var given) && given.TryGetInt32(out var own) ? own : 503;
            throw new AnswerException(AnswerError.From(StatusOf(error, status), error));
        }

        if (!there.TryGetProperty("found"u8, out var found) || !found.GetBoolean())
        {
            document.Found = Found.None;
            return !document.IsDelete || document.Version is not null;
        }

        document.Found = !document.IsDelete && there.TryGetProperty("_source"u8, out var source) && IsSame(source, document.Source)
            ? Found.Same
            : Found.Other;
        return document.Found == Found.Other
            || (document.Version is { } version && there.TryGetProperty("_version"u8, out var has) && has.GetInt64() < version);
    }

    private static int StatusOf(JsonElement error, int otherwise) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty("type"u8, out var type)
        && type.ValueEquals("index_not_found_exception"u8) ? 404 : otherwise;

    private static bool IsSame(JsonElement source, ReadOnlyMemory<byte> document)
    {
        if (JsonMarshal.GetRawUtf8Value(source).SequenceEqual(document.Span))
            return true;

        using var own = JsonDocument.Parse(document);
        return JsonElement.DeepEquals(source, own.RootElement);
    }

    private static ReadOnlyMemory<byte> Request(List<Document> documents)
    {
        var request = new ArrayBufferWriter<byte>(documents.Count * 64);
        using var writer = new Utf8JsonWriter(request);
        writer.WriteStartObject();
        writer.WriteStartArray("docs"u8);
        foreach (var document in documents)
        {
            writer.WriteStartObject();
            writer.WriteString("_index"u8, document.Index.ReadFrom);
            writer.WriteString("_id"u8, document.Id);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return request.WrittenMemory;
    }
}
