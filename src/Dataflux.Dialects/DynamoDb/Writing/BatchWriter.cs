using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDb.Capacity;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>
/// Writes with BatchWriteItem. What comes back unprocessed is sent again; a call that is refused is halved until the item at fault stands
/// alone, since DynamoDB refuses all 25 for one.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="slots">The calls under way.</param>
/// <param name="time">The clock.</param>
internal sealed class BatchWriter(RenewedClient<IAmazonDynamoDB> client, CallSlots slots, TimeProvider time) : IItemWriter
{
    public async Task WriteAsync(
        IReadOnlyCollection<KeyChanges> changes, Action<KeyChanges, Failure> refuse, CancellationToken cancellation)
    {
        foreach (var ofTable in changes.GroupBy(static change => change.Table))
        {
            var calls = ItemBatches.Divide(ofTable);
            await slots.RunAsync(calls, call => SendAsync(ofTable.Key, call, refuse, cancellation), cancellation);
        }
    }

    private async Task SendAsync(
        TableInfo table, List<KeyChanges> call, Action<KeyChanges, Failure> refuse, CancellationToken cancellation)
    {
        var backoff = new Backoff(table, table.Writes, time);
        while (call.Count > 0)
        {
            var estimate = call.Sum(static change => change.Last!.Size.WriteUnits);
            await table.Writes.TakeAsync(estimate, cancellation);
            Exception? throttled = null;
            try
            {
                var request = new BatchWriteItemRequest(new Dictionary<string, List<WriteRequest>>(StringComparer.Ordinal)
                {
                    [table.Name] = call.ConvertAll(static change => change.Last!.ToRequest()),
                })
                {
                    ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES,
                };
                var answer = await client.CallAsync(service => service.BatchWriteItemAsync(request, cancellation));
                var left = Unprocessed(table, call, answer);
                table.Writes.Settle(
                    estimate, Units.Of(answer.ConsumedCapacity) ?? (estimate - left.Sum(static change => change.Last!.Size.WriteUnits)));
                if (left.Count < call.Count)
                    backoff.Progressed();

                call = left;
            }
            catch (AmazonDynamoDBException e) when (DynamoDbFailures.IsThrottling(e))
            {
                table.Writes.Settle(estimate, 0);
                throttled = e;
            }
            catch (AmazonDynamoDBException e) when (DynamoDbFailures.Classify(e) is { Kind: FailureKind.Row } failure)
            {
                table.Writes.Settle(estimate, 0);
                if (call.Count == 1)
                {
                    refuse(call[0], failure with { Table = table.Name });
                    return;
                }

                await SendAsync(table, call[..(call.Count / 2)], refuse, cancellation);
                await SendAsync(table, call[(call.Count / 2)..], refuse, cancellation);
                return;
            }

            if (call.Count > 0)
                await backoff.WaitAsync(throttled, cancellation);
        }
    }

    private static List<KeyChanges> Unprocessed(TableInfo table, List<KeyChanges> call, BatchWriteItemResponse answer)
    {
        if (answer.UnprocessedItems?.GetValueOrDefault(table.Name) is not { Count: > 0 } requests)
            return [];

        var left = requests.Select(request => table.KeyTextOf(request.PutRequest?.Item ?? request.DeleteRequest.Key))
            .ToHashSet(StringComparer.Ordinal);
        return call.FindAll(change => left.Contains(table.KeyTextOf(change.Key)));
    }
}
