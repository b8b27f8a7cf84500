using System.Text.Json;
using Dataflux.Dialects.OpenSearch.Ground;

namespace Dataflux.Dialects.OpenSearch.Writing;

/// <summary>What an answer to <c>_bulk</c> says of one document.</summary>
/// <param name="Status">Its status, as that of a request of its own.</param>
/// <param name="Result">What was done.</param>
/// <param name="Error">What failed; <see langword="null"/>: nothing.</param>
internal readonly record struct BulkAnswer(int Status, string? Result, AnswerError? Error)
{
    /// <summary>Reads an answer, which has one of these for each document that was sent, in their order.</summary>
    /// <exception cref="CutAnswerException">It has not: nothing is known of any of them.</exception>
    internal static BulkAnswer[] Read(JsonDocument answer, IReadOnlyList<Document> sent)
    {
        if (answer.RootElement.ValueKind != JsonValueKind.Object || !answer.RootElement.TryGetProperty("items", out var items)
            || items.ValueKind != JsonValueKind.Array || items.GetArrayLength() != sent.Count)
        {
            throw new CutAnswerException($"the answer to _bulk does not have the {sent.Count:N0} results that were expected");
        }

        var answers = new BulkAnswer[sent.Count];
        var next = 0;
        foreach (var item in items.EnumerateArray())
        {
            answers[next] = Of(item, sent[next]);
            next++;
        }

        return answers;
    }

    private static BulkAnswer Of(JsonElement item, Document sent)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(sent.IsDelete ? "delete"u8 : "index"u8, out var own)
            || !own.TryGetProperty("status"u8, out var number) || !number.TryGetInt32(out var status)
            || (own.TryGetProperty("_id"u8, out var id) && id.ValueKind == JsonValueKind.String && !id.ValueEquals(sent.Id)))
        {
            throw new CutAnswerException("the answer to _bulk does not name the documents that were sent, in their order");
        }

        var result = own.TryGetProperty("result"u8, out var text) ? text.GetString() : null;
        return new(
            status,
            result,
            own.TryGetProperty("error"u8, out var error) ? AnswerError.From(status, error)
            : status is >= 200 and < 300 || (sent.IsDelete && status == 404) ? null
            : new(status, null, $"HTTP {status}"));
    }
}
