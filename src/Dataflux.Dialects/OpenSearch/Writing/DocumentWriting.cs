using System.Collections.Concurrent;
using Dataflux.Dialects.OpenSearch.Calling;
using Dataflux.Dialects.OpenSearch.Documents;
using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Dialects.OpenSearch.Indexes;
using Dataflux.Dialects.OpenSearch.Options;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.OpenSearch.Writing;

/// <summary>Writes the documents of a call, in rounds: a request has an id once, and the documents of an id keep their order.</summary>
/// <param name="options">The options.</param>
/// <param name="indexes">The indexes.</param>
/// <param name="client">The cluster.</param>
/// <param name="time">The clock.</param>
internal sealed class DocumentWriting(OpenSearchOptions options, IndexCatalog indexes, OpenSearchClient client, TimeProvider time)
{
    private readonly ConcurrentDictionary<(Type Type, IndexInfo Index), DocumentShape> _shapes = new();
    private readonly DocumentReader _reader = new(client);
    private readonly BulkWriter _writer = new(client, options.RequestBytes, time);

    /// <summary>Whether documents have the version of their item.</summary>
    internal bool UsesVersions => options.UsesVersions;

    /// <summary>The name of the index, or alias, of a record type.</summary>
    /// <exception cref="TargetException">Nothing names one.</exception>
    internal string NameOf(Type type) =>
        RecordTable.For(type).FullName ?? options.Alias
        ?? throw new TargetException($"nothing names the index of {type.Name}; give it [Table], or set 'alias' under 'target:'");

    /// <summary>How records of a type become documents.</summary>
    /// <exception cref="TargetException">There is no index for them.</exception>
    internal async ValueTask<DocumentShape> ShapeAsync(Type type, CancellationToken cancellation)
    {
        var index = await indexes.FindAsync(NameOf(type), cancellation);
        if (_shapes.TryGetValue((type, index), out var known))
            return known;

        var findings = RecordCheck.Find(type, index, isKey: true).ToList();
        return findings.Count == 0
            ? _shapes.GetOrAdd((type, index), DocumentShape.For(type, index))
            : throw new TargetException(findings[0].Message) { Findings = findings };
    }

    /// <summary>Writes documents, in their order where they have the same id.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="refuse">Takes those that cannot be in the index.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>What became of the others.</returns>
    internal async Task<WriteCounts> WriteAsync(
        List<Document> documents, Action<Document, Failure> refuse, CancellationToken cancellation)
    {
        var counts = default(WriteCounts);
        foreach (var round in Rounds(documents))
        {
            foreach (var request in BulkLines.Divide(round, _writer.MostBytes))
            {
                var changes = request;
                if (options.SkipUnchanged && !request[0].Index.IsFresh)
                {
                    changes = await PatientlyAsync(() => _reader.ChangesAsync(request, cancellation), cancellation);
                    counts += new WriteCounts(0, 0, Unchanged: request.Count - changes.Count);
                }

                counts += await _writer.WriteAsync(changes, refuse, cancellation);
            }
        }

        return counts;
    }

    private static List<List<Document>> Rounds(List<Document> documents)
    {
        var rounds = new List<List<Document>>();
        var seen = new Dictionary<(string Index, string Id), int>(documents.Count);
        foreach (var document in documents)
        {
            var round = seen.GetValueOrDefault((document.Index.Asked, document.Id));
            seen[(document.Index.Asked, document.Id)] = round + 1;
            if (round == rounds.Count)
                rounds.Add([]);

            document.IsOver = round > 0;
            rounds[round].Add(document);
        }

        return rounds;
    }

    private async Task<T> PatientlyAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        for (var pause = new Pause(time); ;)
        {
            Exception failed;
            try
            {
                return await call();
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && OpenSearchFailures.IsTransient(e))
            {
                failed = e;
            }

            await pause.WaitAsync(OpenSearchFailures.Classify(failed).Message, failed, cancellation);
        }
    }
}
