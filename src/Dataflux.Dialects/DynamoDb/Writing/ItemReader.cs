using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDb.Capacity;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>
/// Reads what a table holds under some keys. Always consistently: an item that a call before this one wrote must not look as it was.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="slots">The calls under way.</param>
/// <param name="time">The clock.</param>
internal sealed class ItemReader(RenewedClient<IAmazonDynamoDB> client, CallSlots slots, TimeProvider time)
{
    private const int MostKeys = 100;
    private const double UnitsOfKey = 1;

    /// <summary>Reads the items of changes.</summary>
    internal async Task ReadAsync(IReadOnlyCollection<KeyChanges> changes, CancellationToken cancellation)
    {
        foreach (var ofTable in changes.GroupBy(static change => change.Table))
        {
            var calls = ofTable.Chunk(MostKeys);
            await slots.RunAsync(calls, call => ReadAsync(ofTable.Key, call, cancellation), cancellation);
        }
    }

    /// <summary>Reads one item; <see langword="null"/>: there is none.</summary>
    internal async Task<Dictionary<string, AttributeValue>?> ReadAsync(Change change, CancellationToken cancellation)
    {
        var request = new GetItemRequest(change.Table.Name, change.Key, consistentRead: true);
        var answer = await client.CallAsync(service => service.GetItemAsync(request, cancellation));
        return answer.Item is { Count: > 0 } item ? item : null;
    }

    private async Task ReadAsync(TableInfo table, KeyChanges[] changes, CancellationToken cancellation)
    {
        var byKey = changes.ToDictionary(change => table.KeyTextOf(change.Key), StringComparer.Ordinal);
        var keys = changes.Select(static change => change.Key).ToList();
        var backoff = new Backoff(table, table.Reads, time);
        while (keys.Count > 0)
        {
            var estimate = keys.Count * UnitsOfKey;
            await table.Reads.TakeAsync(estimate, cancellation);
            var request = new BatchGetItemRequest(new Dictionary<string, KeysAndAttributes>(StringComparer.Ordinal)
            {
                [table.Name] = new() { Keys = keys, ConsistentRead = true },
            })
            {
                ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
            };
            Exception? throttled = null;
            try
            {
                var answer = await client.CallAsync(service => service.BatchGetItemAsync(request, cancellation));
                table.Reads.Settle(estimate, Units.Of(answer.ConsumedCapacity) ?? estimate);
                foreach (var item in answer.Responses?.GetValueOrDefault(table.Name) ?? [])
                    byKey[table.KeyTextOf(item)].Found = item;

                var left = answer.UnprocessedKeys?.GetValueOrDefault(table.Name)?.Keys ?? [];
                if (left.Count < keys.Count)
                    backoff.Progressed();

                keys = left;
            }
            catch (AmazonDynamoDBException e) when (DynamoDbFailures.IsThrottling(e))
            {
                table.Reads.Settle(estimate, 0);
                throttled = e;
            }
            catch (AmazonDynamoDBException e) when (DynamoDbFailures.Classify(e).Kind == FailureKind.Row)
            {
                table.Reads.Settle(estimate, 0);

                // A key that DynamoDB does not take: writing it says why.
                if (changes.Length > 1)
                {
                    await ReadAsync(table, changes[..(changes.Length / 2)], cancellation);
                    await ReadAsync(table, changes[(changes.Length / 2)..], cancellation);
                }

                return;
            }

            if (keys.Count > 0)
                await backoff.WaitAsync(throttled, cancellation);
        }

        foreach (var change in changes)
            change.IsRead = true;
    }
}
