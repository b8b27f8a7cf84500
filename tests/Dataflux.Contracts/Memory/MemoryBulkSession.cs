using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Contracts.Memory;

/// <summary>A writer's session without transactions: what is written stays, and the records that are refused are named.</summary>
internal sealed class MemoryBulkSession(MemoryStore store) : ITargetSession
{
    /// <inheritdoc/>
    public Func<object, ItemOrigin?> OriginOf { private get; set; } = static _ => null;

    /// <inheritdoc/>
    public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation)
    {
        var calls = new Calls(store, OriginOf, cancellation);
        await write(calls);
        return calls.Refused.Count == 0 ? calls.Counts : throw RefusedRecordsException.Of(calls.Refused, calls.Counts);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Each record is a transaction of its own.</summary>
    private sealed class Calls(MemoryStore store, Func<object, ItemOrigin?> originOf, CancellationToken cancellation) : ITarget
    {
        // A session that is cut is cut for the whole of a write.
        private readonly int _beganAt = store.Ended;

        internal WriteCounts Counts { get; private set; }

        internal List<(object Record, Failure Failure)> Refused { get; } = [];

        /// <inheritdoc/>
        public async Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
            where TRecord : notnull
        {
            var written = 0;
            foreach (var record in batch)
                written += await OneAsync(record, transaction => transaction.Upsert([record]));

            return written;
        }

        /// <inheritdoc/>
        public async Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
            where TKey : notnull
        {
            var deleted = 0;
            foreach (var key in keys)
                deleted += await OneAsync(key, transaction => transaction.Delete([key]));

            return deleted;
        }

        private async Task<int> OneAsync(object record, Func<MemoryTransaction, Task<int>> write)
        {
            cancellation.ThrowIfCancellationRequested();
            var transaction = new MemoryTransaction(store) { BeganAt = _beganAt, OriginOf = originOf };
            try
            {
                var written = await write(transaction);
                store.Commit(transaction);
                Counts += transaction.Counts;
                return written;
            }
            catch (MemoryException e) when (e.Failure.Kind == FailureKind.Row)
            {
                Refused.Add((record, e.Failure));
                return 0;
            }
        }
    }
}
