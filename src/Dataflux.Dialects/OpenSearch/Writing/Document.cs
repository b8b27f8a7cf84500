using Dataflux.Dialects.OpenSearch.Indexes;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.OpenSearch.Writing;

/// <summary>What a record or a key to delete does to a document.</summary>
/// <param name="record">The record or key, as it was given.</param>
/// <param name="index">The index.</param>
/// <param name="id">The document's id.</param>
/// <param name="version">The version of its item; <see langword="null"/>: it is written whatever is there.</param>
/// <param name="json">The document; empty: it is deleted.</param>
internal sealed class Document(object record, IndexInfo index, string id, long? version, ReadOnlySpan<byte> json)
{
    private readonly int _length = json.Length;

    internal object Record => record;

    internal IndexInfo Index => index;

    internal string Id => id;

    internal long? Version => version;

    /// <summary>Its action and, behind it, the document, each with a line break at its end.</summary>
    internal ReadOnlyMemory<byte> Lines { get; } = BulkLines.Of(index, id, version, json);

    /// <summary>The document; empty: it is deleted.</summary>
    internal ReadOnlyMemory<byte> Source => Lines.Slice(Lines.Length - _length - 1, _length);

    internal bool IsDelete => _length == 0;

    /// <summary>What is there; <see cref="Found.Unknown"/>: nobody has looked.</summary>
    internal Found Found { get; set; }

    /// <summary>Whether it was sent before, and what became of that is not known.</summary>
    internal bool IsRepeated { get; set; }

    /// <summary>Whether a document of the same id was written by the same call before.</summary>
    internal bool IsOver { get; set; }

    /// <summary>What became of it.</summary>
    /// <param name="result">What OpenSearch says: created, updated, deleted, not_found, noop.</param>
    internal WriteCounts Outcome(string? result) => (Found, result) switch
    {
        (Found.Same, _) or (_, "noop") => new(0, 0, Unchanged: 1),
        (Found.None, _) when IsDelete => new(0, 0, Unchanged: 1),
        (Found.None, _) => new(Inserted: 1, 0, 0),
        (Found.Other, _) when IsDelete => new(0, 0, 0, Deleted: 1),
        (Found.Other, _) => Updated(),

        // The request that was lost may have done it.
        (_, "updated" or "not_found") when IsRepeated => new(0, 0, 0, Written: 1),
        (_, "created") => new(Inserted: 1, 0, 0),
        (_, "deleted") => new(0, 0, 0, Deleted: 1),
        (_, "not_found") => new(0, 0, Unchanged: 1),
        _ => Updated(),
    };

    private WriteCounts Updated() => new(0, Updated: 1, 0, Overwritten: IsOver ? 1 : 0);
}
