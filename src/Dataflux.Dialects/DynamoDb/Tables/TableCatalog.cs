using System.Collections.Concurrent;
using Amazon.DynamoDBv2.Model;
using Amazon.DynamoDBv2;
using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDb.Capacity;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Tables;

/// <summary>The tables of a run; each is described once.</summary>
/// <param name="client">The service.</param>
/// <param name="location">Where that is, for people.</param>
/// <param name="capacity">How much of a table's capacity is used.</param>
/// <param name="time">The clock.</param>
internal sealed class TableCatalog(
    RenewedClient<IAmazonDynamoDB> client, string location, CapacityChoice capacity, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TableInfo> _tables = new(StringComparer.Ordinal);

    /// <summary>The tables that were asked for.</summary>
    internal IEnumerable<TableInfo> Known => _tables.Values;

    /// <summary>A table.</summary>
    /// <exception cref="TargetException">There is none of that name.</exception>
    internal async ValueTask<TableInfo> FindAsync(string name, CancellationToken cancellation)
    {
        if (_tables.TryGetValue(name, out var known))
            return known;

        try
        {
            var answer = await client.CallAsync(service => service.DescribeTableAsync(name, cancellation));
            return _tables.GetOrAdd(name, From(answer.Table));
        }
        catch (ResourceNotFoundException e)
        {
            throw new TargetException(
                $"{location}: there is no table '{name}'; make it, correct its name in [Table] or 'table' under 'target:', or set 'region' "
                    + "to the one that it is in",
                e);
        }
    }

    private TableInfo From(TableDescription table)
    {
        if (table.TableStatus != TableStatus.ACTIVE && table.TableStatus != TableStatus.UPDATING)
            throw new TableBusyException($"the table '{table.TableName}' is {table.TableStatus}");

        var declared = table.AttributeDefinitions.Select(static each => new KeyAttribute(each.AttributeName, each.AttributeType)).ToList();
        return new TableInfo
        {
            Name = table.TableName,
            Key =
            [
                .. table.KeySchema.OrderBy(static part => part.KeyType == KeyType.HASH ? 0 : 1)
                    .Select(part => declared.First(attribute => attribute.Name == part.AttributeName)),
            ],
            Declared = declared,
            Indexes = table.GlobalSecondaryIndexes?.Count ?? 0,
            Writes = new UnitBudget(capacity.UnitsOf(table), time),
            Reads = new UnitBudget(limit: null, time),
        };
    }
}
