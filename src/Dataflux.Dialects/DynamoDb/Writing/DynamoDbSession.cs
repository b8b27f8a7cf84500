using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>
/// A writer's session. There are no transactions: what was written before a failure stays, and is written again. Each call of a profile
/// ends before the next one begins, so that the changes of a key keep their order.
/// </summary>
/// <param name="writing">Writes changes.</param>
internal sealed class DynamoDbSession(ItemWriting writing) : ITargetSession
{
    public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation)
    {
        var calls = new ItemCalls(writing, cancellation);
        await write(calls);
        return calls.Refused.Count == 0 ? calls.Counts : throw RefusedRecordsException.Of(calls.Refused, calls.Counts);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
