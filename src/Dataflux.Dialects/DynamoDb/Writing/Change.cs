using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Attributes;
using Dataflux.Dialects.DynamoDb.Tables;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>What a record or a key to delete does to an item.</summary>
internal sealed class Change
{
    private Change(object record, TableInfo table, Dictionary<string, AttributeValue> key, Dictionary<string, AttributeValue>? item)
    {
        (Record, Table, Key, Item) = (record, table, key, item);
        Size = ItemSize.Of(item ?? key);
    }

    /// <summary>The record or key, as it was given.</summary>
    internal object Record { get; }

    internal TableInfo Table { get; }

    /// <summary>The attributes of its key.</summary>
    internal Dictionary<string, AttributeValue> Key { get; }

    /// <summary>The whole item; <see langword="null"/> deletes it.</summary>
    internal Dictionary<string, AttributeValue>? Item { get; }

    internal ItemSize Size { get; }

    /// <summary>The version that <c>onlyNewer</c> compares; <see langword="null"/>: nothing is compared.</summary>
    internal AttributeValue? Version { get; init; }


    internal static Change Put(object record, TableInfo table, Dictionary<string, AttributeValue> item, AttributeValue? version) =>
        new(record, table, table.KeyOf(item), item) { Version = version };

    internal static Change Delete(object record, TableInfo table, Dictionary<string, AttributeValue> key, AttributeValue? version) =>
        new(record, table, table.KeyOf(key), item: null) { Version = version };

    /// <summary>The request of a batch.</summary>
    internal WriteRequest ToRequest() => Item is null ? new(new DeleteRequest(Key)) : new(new PutRequest(Item));
}
