using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDb.Capacity;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>
/// Writes each item with a call of its own, on the condition that it is newer than what is there; batches know no conditions. The answer
/// says what was there, so that nothing has to be read.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="slots">The calls under way.</param>
/// <param name="versions">Compares versions.</param>
/// <param name="reader">Reads what a refused condition found, where the service does not say it.</param>
/// <param name="time">The clock.</param>
internal sealed class ConditionalWriter(
    RenewedClient<IAmazonDynamoDB> client, CallSlots slots, Versions versions, ItemReader reader, TimeProvider time) : IItemWriter
{
    public Task WriteAsync(
        IReadOnlyCollection<KeyChanges> changes, Action<KeyChanges, Failure> refuse, CancellationToken cancellation) =>
        slots.RunAsync(changes, change => WriteAsync(change, refuse, cancellation), cancellation);

    private async Task WriteAsync(KeyChanges changes, Action<KeyChanges, Failure> refuse, CancellationToken cancellation)
    {
        var (change, budget) = (changes.Last!, changes.Table.Writes);
        var backoff = new Backoff(changes.Table, budget, time);
        while (true)
        {
            await budget.TakeAsync(change.Size.WriteUnits, cancellation);
            Exception? throttled = null;
            try
            {
                var (before, cost) = await SendAsync(change, cancellation);
                budget.Settle(change.Size.WriteUnits, Units.Of(cost) ?? change.Size.WriteUnits);
                if (!changes.IsRead)
                    changes.Wrote(before);

                return;
            }
            catch (ConditionalCheckFailedException e)
            {
                // A condition that fails costs what a write does. The item may be gone again when it is looked at.
                if ((e.Item is { Count: > 0 } item ? item : await reader.ReadAsync(change, cancellation)) is not { } found)
                    continue;

                if (versions.Conflict(change, found) is { } conflict)
                    refuse(changes, conflict);
                else
                    changes.NotNewer(found);

                return;
            }
            catch (AmazonDynamoDBException e) when (DynamoDbFailures.IsThrottling(e))
            {
                budget.Settle(change.Size.WriteUnits, 0);
                throttled = e;
            }
            catch (AmazonDynamoDBException e) when (DynamoDbFailures.Classify(e) is { Kind: FailureKind.Row } failure)
            {
                budget.Settle(change.Size.WriteUnits, 0);
                refuse(changes, failure with { Table = changes.Table.Name });
                return;
            }

            await backoff.WaitAsync(throttled, cancellation);
        }
    }

    private async Task<(Dictionary<string, AttributeValue>? Before, ConsumedCapacity? Cost)> SendAsync(
        Change change, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["#pk"] = change.Table.Key[0].Name,
            ["#v"] = versions.Attribute,
        };
        var values = new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { [":v"] = change.Version! };
        if (change.Item is null)
        {
            var deleted = await client.CallAsync(service => service.DeleteItemAsync(
                new DeleteItemRequest
                {
                    TableName = change.Table.Name,
                    Key = change.Key,
                    ConditionExpression = Versions.Condition,
                    ExpressionAttributeNames = names,
                    ExpressionAttributeValues = values,
                    ReturnValues = ReturnValue.ALL_OLD,
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES,
                },
                cancellation));
            return (deleted.Attributes, deleted.ConsumedCapacity);
        }

        var put = await client.CallAsync(service => service.PutItemAsync(
            new PutItemRequest
            {
                TableName = change.Table.Name,
                Item = change.Item,
                ConditionExpression = Versions.Condition,
                ExpressionAttributeNames = names,
                ExpressionAttributeValues = values,
                ReturnValues = ReturnValue.ALL_OLD,
                ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES,
            },
            cancellation));
        return (put.Attributes, put.ConsumedCapacity);
    }
}
