using System.Buffers;
using Dataflux.Dialects.OpenSearch.Documents;
using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.OpenSearch.Writing;

/// <summary>What a profile sees of the target during one write.</summary>
/// <param name="writing">Writes documents.</param>
/// <param name="originOf">Says where a record comes from.</param>
/// <param name="cancellation">Stops the calls.</param>
internal sealed class DocumentCalls(DocumentWriting writing, Func<object, ItemOrigin?> originOf, CancellationToken cancellation) : ITarget
{
    private readonly ArrayBufferWriter<byte> _document = new();

    /// <summary>What became of the records that were written.</summary>
    internal WriteCounts Counts { get; private set; }

    /// <summary>The records that were refused.</summary>
    internal List<(object Record, Failure Failure)> Refused { get; } = [];

    public async Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull
    {
        var counts = await WriteAsync(batch, isDelete: false);
        return (int)(counts.Inserted + counts.Updated + counts.Written);
    }

    public async Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        var counts = await WriteAsync(keys, isDelete: true);
        return (int)(counts.Deleted + counts.Written);
    }

    private async Task<WriteCounts> WriteAsync<T>(IReadOnlyList<T> records, bool isDelete)
        where T : notnull
    {
        cancellation.ThrowIfCancellationRequested();
        var documents = new List<Document>(records.Count);
        foreach (var record in records)
        {
            // By its own type: a profile may have several, and hand them over as their base.
            var shape = await writing.ShapeAsync(record.GetType(), cancellation);
            try
            {
                documents.Add(DocumentOf(record, shape, isDelete));
            }
            catch (Exception e) when (OpenSearchFailures.Classify(e) is { Kind: FailureKind.Row } failure)
            {
                Refused.Add((record, failure with { Table = shape.Index.Shown }));
            }
        }

        var counts = await writing.WriteAsync(documents, (document, failure) => Refused.Add((document.Record, failure)), cancellation);
        Counts += counts;
        return counts;
    }

    private Document DocumentOf(object record, DocumentShape shape, bool isDelete)
    {
        _document.ResetWrittenCount();
        var id = shape.IdOf(record);
        if (!isDelete)
            shape.Write(record, _document);

        return new(record, shape.Index, id, writing.UsesVersions ? originOf(record)?.Version : null, _document.WrittenSpan);
    }
}
