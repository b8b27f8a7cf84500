using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Contracts.Memory;

/// <summary>A writer's session with a store.</summary>
internal sealed class MemorySession(MemoryStore store) : ITargetSession
{
    /// <inheritdoc/>
    public Func<object, ItemOrigin?> OriginOf { private get; set; } = static _ => null;

    /// <inheritdoc/>
    public Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation) =>
        WriteAsync(write, static (_, _) => Task.CompletedTask, cancellation);

    /// <inheritdoc/>
    public async Task<WriteCounts> WriteAsync(
        Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task> keep, CancellationToken cancellation)
    {
        // Whatever throws from here on leaves a transaction behind that nobody commits.
        var transaction = new MemoryTransaction(store) { OriginOf = OriginOf };
        await write(transaction);
        await keep(transaction.Documents, transaction.Counts);
        cancellation.ThrowIfCancellationRequested();
        store.Commit(transaction);
        return transaction.Counts;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
