using Dataflux.Dialects.OpenSearch.Generations;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.OpenSearch.Writing;

/// <summary>
/// A writer's session. There are no transactions: what was written before a failure stays, and is written again. Each call of a profile
/// ends before the next one begins, so that the documents of an id keep their order.
/// </summary>
/// <param name="writing">Writes documents.</param>
/// <param name="tally">Told what no account has; <see langword="null"/>: nobody counts.</param>
internal sealed class OpenSearchSession(DocumentWriting writing, WrittenTally? tally) : ITargetSession
{
    public Func<object, ItemOrigin?> OriginOf { private get; set; } = static _ => null;

    public WrittenPart Part { private get; set; } = new(1, "", Position: null, Link: 0);

    public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation)
    {
        var calls = new DocumentCalls(writing, OriginOf, cancellation);
        try
        {
            await write(calls);
        }
        catch
        {
            tally?.Doubt();
            throw;
        }

        if (Part.IsOfFunction)
            tally?.Add(calls.Counts);

        return calls.Refused.Count == 0 ? calls.Counts : throw RefusedRecordsException.Of(calls.Refused, calls.Counts);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
