using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>What a profile sees of the target during one write.</summary>
/// <param name="writing">Writes changes.</param>
/// <param name="cancellation">Stops the calls.</param>
internal sealed class ItemCalls(ItemWriting writing, CancellationToken cancellation) : ITarget
{
    /// <summary>What became of the records that were written.</summary>
    internal WriteCounts Counts { get; private set; }

    /// <summary>The records that were refused.</summary>
    internal List<(object Record, Failure Failure)> Refused { get; } = [];

    public async Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull
    {
        var counts = await WriteAsync(batch, writing.Put);
        return (int)(counts.Inserted + counts.Updated + counts.Written);
    }

    public async Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        var counts = await WriteAsync(keys, writing.Delete);
        return (int)(counts.Deleted + counts.Written);
    }

    private async Task<WriteCounts> WriteAsync<T>(IReadOnlyList<T> records, Func<object, ItemShape, Change> change)
        where T : notnull
    {
        cancellation.ThrowIfCancellationRequested();
        var changes = new ChangeList();
        foreach (var record in records)
        {
            // By its own type: a profile may have several, and hand them over as their base.
            var shape = await writing.ShapeAsync(record.GetType(), cancellation);
            try
            {
                changes.Add(change(record, shape));
            }
            catch (Exception e) when (DynamoDbFailures.Classify(e) is { Kind: FailureKind.Row } failure)
            {
                Refused.Add((record, failure));
            }
        }

        var counts = await writing.WriteAsync(changes, Refuse, cancellation);
        Counts += counts;
        return counts;
    }

    private void Refuse(Change change, Failure failure)
    {
        lock (Refused)
            Refused.Add((change.Record, failure));
    }
}
