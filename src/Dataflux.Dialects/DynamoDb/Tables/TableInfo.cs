using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Attributes;
using Dataflux.Dialects.DynamoDb.Capacity;
using Dataflux.Dialects.DynamoDb.Ground;

namespace Dataflux.Dialects.DynamoDb.Tables;

/// <summary>A table as DynamoDB describes it, with the budgets of those that write to it.</summary>
internal sealed class TableInfo
{
    /// <summary>Its name.</summary>
    internal required string Name { get; init; }

    /// <summary>The partition key, and the sort key where it has one.</summary>
    internal required IReadOnlyList<KeyAttribute> Key { get; init; }

    /// <summary>All attributes that are in a key of the table or of an index.</summary>
    internal required IReadOnlyList<KeyAttribute> Declared { get; init; }

    /// <summary>How many global indexes there are: an item that is in all of them costs so many times more.</summary>
    internal required int Indexes { get; init; }

    /// <summary>Write units that the writers share.</summary>
    internal required UnitBudget Writes { get; init; }

    /// <summary>Read units, which have no limit but the table's own.</summary>
    internal required UnitBudget Reads { get; init; }

    /// <summary>The text that tells the key of an item from all others of the table.</summary>
    /// <exception cref="UnfitValueException">The item lacks an attribute of the key.</exception>
    internal string KeyTextOf(Dictionary<string, AttributeValue> item)
    {
        var partition = KeyTextOf(item, Key[0]);
        return Key.Count == 1 ? partition : $"{partition.Length}:{partition}{KeyTextOf(item, Key[1])}";
    }

    /// <summary>The attributes of an item's key.</summary>
    /// <param name="item">The item, which has them.</param>
    internal Dictionary<string, AttributeValue> KeyOf(Dictionary<string, AttributeValue> item)
    {
        var key = new Dictionary<string, AttributeValue>(Key.Count, StringComparer.Ordinal);
        foreach (var attribute in Key)
            key[attribute.Name] = item[attribute.Name];

        return key;
    }

    private string KeyTextOf(Dictionary<string, AttributeValue> item, KeyAttribute attribute) =>
        item.TryGetValue(attribute.Name, out var value)
            ? AttributeValues.KeyText(value)
            : throw new UnfitValueException($"the item has no '{attribute.Name}', which is a key of the table '{Name}'");
}
