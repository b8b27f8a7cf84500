using System.Buffers;
using System.Text.Json;
using Dataflux.Dialects.OpenSearch.Indexes;
using Dataflux.Profiles.Fields;

namespace Dataflux.Dialects.OpenSearch.Writing;

/// <summary>The lines of <c>_bulk</c>: an action, and the document where there is one, each with a line break at its end.</summary>
internal static class BulkLines
{
    private const int AroundDocument = 256;
    private static readonly JsonWriterOptions Options = new() { Encoder = DocumentEncoder.Instance };

    /// <summary>The lines of a document.</summary>
    internal static ReadOnlyMemory<byte> Of(IndexInfo index, string id, long? version, ReadOnlySpan<byte> json)
    {
        var isDelete = json.IsEmpty;
        var lines = new ArrayBufferWriter<byte>(json.Length + AroundDocument);
        using (var writer = new Utf8JsonWriter(lines, Options))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(isDelete ? "delete"u8 : "index"u8);
            writer.WriteString("_index"u8, index.Asked);
            writer.WriteString("_id"u8, id);
            if (version is { } own)
            {
                writer.WriteNumber("version"u8, own);
                writer.WriteString("version_type"u8, "external_gte"u8);
            }

            if (index.IsAlias && !isDelete)
                writer.WriteBoolean("require_alias"u8, true);

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        lines.Write("\n"u8);
        if (!isDelete)
        {
            lines.Write(json);
            lines.Write("\n"u8);
        }

        return lines.WrittenMemory;
    }

    /// <summary>Puts the lines of several documents together.</summary>
    internal static ReadOnlyMemory<byte> Join(IReadOnlyCollection<Document> documents)
    {
        var body = new byte[documents.Sum(static document => document.Lines.Length)];
        var at = 0;
        foreach (var document in documents)
        {
            document.Lines.CopyTo(body.AsMemory(at));
            at += document.Lines.Length;
        }

        return body;
    }

    /// <summary>Divides documents into requests; none is empty, and one that is too large has a request of its own.</summary>
    internal static IEnumerable<List<Document>> Divide(IEnumerable<Document> documents, int mostBytes)
    {
        var request = new List<Document>();
        var bytes = 0L;
        foreach (var document in documents)
        {
            if (request.Count > 0 && bytes + document.Lines.Length > mostBytes)
            {
                yield return request;
                (request, bytes) = ([], 0);
            }

            request.Add(document);
            bytes += document.Lines.Length;
        }

        if (request.Count > 0)
            yield return request;
    }
}
