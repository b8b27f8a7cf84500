using System.Buffers;
using System.Reflection;
using System.Text.Json;
using Dataflux.Dialects.OpenSearch.Indexes;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Profiles.Fields;

namespace Dataflux.Dialects.OpenSearch.Documents;

/// <summary>How records of a type become documents of an index.</summary>
internal sealed class DocumentShape
{
    private static readonly JsonWriterOptions Options = new() { Encoder = DocumentEncoder.Instance };
    private readonly Func<object, string> _id;
    private readonly Action<Utf8JsonWriter, object> _write;

    private DocumentShape(IndexInfo index, Func<object, string> id, Action<Utf8JsonWriter, object> write) =>
        (Index, _id, _write) = (index, id, write);

    /// <summary>The index.</summary>
    internal IndexInfo Index { get; }

    /// <summary>Makes the shape of a type, which has a key.</summary>
    internal static DocumentShape For(Type type, IndexInfo index) =>
        (DocumentShape)typeof(DocumentShape).GetMethod(nameof(Of), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [index], null)!;

    /// <summary>The id of a record's document, or of the key of one.</summary>
    /// <exception cref="Ground.UnfitDocumentException">It has none.</exception>
    internal string IdOf(object record) => _id(record);

    /// <summary>Writes a record's document, in one line.</summary>
    /// <param name="record">The record.</param>
    /// <param name="document">Empty; takes the document.</param>
    internal void Write(object record, ArrayBufferWriter<byte> document)
    {
        using (var writer = new Utf8JsonWriter(document, Options))
            _write(writer, record);

        // JSON that a record passes on may be laid out in lines.
        if (document.WrittenSpan.Contains((byte)'\n'))
        {
            using var laidOut = JsonDocument.Parse(document.WrittenSpan.ToArray());
            document.ResetWrittenCount();
            using var writer = new Utf8JsonWriter(document, Options);
            laidOut.RootElement.WriteTo(writer);
        }
    }

    private static DocumentShape Of<TRecord>(IndexInfo index)
    {
        var id = DocumentId.For<TRecord>([.. RecordMapping.Of(typeof(TRecord)).Members.Where(static member => member.IsKey)]);
        var options = DocumentJson.For(typeof(TRecord), index.Fields);
        return new(
            index, record => id((TRecord)record), (writer, record) => JsonSerializer.Serialize(writer, (TRecord)record, options));
    }
}
