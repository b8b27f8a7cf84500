using Dataflux.Dialects.OpenSearch.Calling;
using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.OpenSearch.Writing;

/// <summary>
/// Writes documents whose ids are all different with <c>_bulk</c>. An answer of success says nothing of a document: each has a status of
/// its own. Those that the cluster was too busy for are sent again, and no others.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="mostBytes">How large a request may be.</param>
/// <param name="time">The clock.</param>
internal sealed class BulkWriter(OpenSearchClient client, int mostBytes, TimeProvider time)
{
    // A cluster may take less than it was thought to: what was learned of that stays.
    private int _mostBytes = mostBytes;

    /// <summary>How large a request may be by now.</summary>
    internal int MostBytes => Volatile.Read(ref _mostBytes);

    /// <summary>Writes one request's documents, in as many requests as it takes.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="refuse">Takes those that cannot be in the index.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>What became of the others.</returns>
    internal async Task<WriteCounts> WriteAsync(
        List<Document> documents, Action<Document, Failure> refuse, CancellationToken cancellation)
    {
        var counts = default(WriteCounts);
        var pause = new Pause(time);
        while (documents.Count > 0)
        {
            (string Reason, Exception? Thrown)? busy = null;
            try
            {
                using var answer = await client.PostLinesAsync("_bulk", BulkLines.Join(documents), cancellation);
                var (left, done, reason) = Sort(documents, BulkAnswer.Read(answer, documents), refuse);
                if (left.Count < documents.Count)
                    pause.Progressed();

                (documents, counts) = (left, counts + done);
                busy = reason is null ? null : (reason, null);
            }
            catch (AnswerException e) when (e.Error.Status == 413 && documents.Count > 1)
            {
                foreach (var part in Halves(documents))
                    counts += await WriteAsync(part, refuse, cancellation);

                return counts;
            }
            catch (AnswerException e) when (e.Error.Status == 413)
            {
                refuse(documents[0], OpenSearchFailures.OfRequest(e.Error) with { Table = documents[0].Index.Shown });
                return counts;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && OpenSearchFailures.IsTransient(e))
            {
                documents.ForEach(static document => document.IsRepeated = true);
                busy = (OpenSearchFailures.Classify(e).Message, e);
            }

            if (busy is var (why, thrown))
                await pause.WaitAsync(why, thrown, cancellation);
        }

        return counts;
    }

    // Those that are to be sent again, what became of those that are written, and why some are not.
    private static (List<Document> Left, WriteCounts Counts, string? Busy) Sort(
        List<Document> documents, BulkAnswer[] answers, Action<Document, Failure> refuse)
    {
        var (left, counts, busy) = (new List<Document>(), default(WriteCounts), default(string));
        for (var i = 0; i < answers.Length; i++)
        {
            switch (Refusal(documents[i], answers[i]))
            {
                case null:
                    counts += Outcome(documents[i], answers[i]);
                    break;
                case { Kind: FailureKind.Row } failure:
                    refuse(documents[i], failure);
                    break;
                case { Kind: FailureKind.Transient } failure:
                    left.Add(documents[i]);
                    busy = failure.Message;
                    break;
                case { } failure:
                    throw new TargetException(failure.Message);
            }
        }

        return (left, counts, busy);
    }

    private IEnumerable<List<Document>> Halves(List<Document> documents)
    {
        var half = documents.Sum(static document => (long)document.Lines.Length) / 2;
        Volatile.Write(ref _mostBytes, (int)Math.Max(1, Math.Min(MostBytes, half)));
        return [documents[..(documents.Count / 2)], documents[(documents.Count / 2)..]];
    }

    private static Failure? Refusal(Document document, BulkAnswer answer) =>
        answer.Error is not { } error || IsOlder(document, error)
            ? null
            : OpenSearchFailures.OfDocument(error) with { Table = document.Index.Shown };

    private static WriteCounts Outcome(Document document, BulkAnswer answer) =>
        answer.Error is null ? document.Outcome(answer.Result)
        : document.Found == Found.Same ? new(0, 0, Unchanged: 1)
        : new WriteCounts(0, 0, 0, Older: 1);

    // With external_gte only what is older conflicts.
    private static bool IsOlder(Document document, AnswerError error) => error.Status == 409 && document.Version is not null;
}
