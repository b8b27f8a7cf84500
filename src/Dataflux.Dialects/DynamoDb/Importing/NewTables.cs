using System.Collections.Concurrent;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Attributes;
using Dataflux.Dialects.DynamoDb.Capacity;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Dialects.DynamoDb.Options;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>The tables that an import makes: their keys are those of the records, or the one of the definition.</summary>
/// <param name="options">The options.</param>
internal sealed class NewTables(DynamoDbOptions options)
{
    private const int LongestPartitionKey = 2048;
    private const int LongestSortKey = 1024;
    private const int LargestItem = 400 * 1024;
    private readonly ConcurrentDictionary<string, TableInfo> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, ItemShape> _shapes = new();
    private readonly AttributeEncodings _encodings = new();

    /// <summary>The tables of the types that were asked for.</summary>
    internal IEnumerable<string> Names => _tables.Keys;

    /// <summary>The table of a record type, or of the type with a key to delete.</summary>
    /// <exception cref="TargetException">Nothing names it, or says its key.</exception>
    internal TableInfo TableOf(Type type)
    {
        var name = options.TableOf(type);
        return _tables.TryGetValue(name, out var known)
            ? known
            : _tables.GetOrAdd(name, New(name, options.Import!.Key is { Count: > 0 } key ? key : KeyOf(type, name)));
    }

    /// <summary>How records of a type become items.</summary>
    /// <exception cref="TargetException">There is no table for them.</exception>
    internal ItemShape ShapeOf(Type type) =>
        _shapes.TryGetValue(type, out var known)
            ? known
            : _shapes.GetOrAdd(type, ItemShape.For(type, TableOf(type), _encodings, version: null));

    /// <summary>The text of an item's key, which an import takes.</summary>
    /// <exception cref="UnfitValueException">DynamoDB takes no such key.</exception>
    internal static string KeyOf(TableInfo table, Dictionary<string, AttributeValue> item)
    {
        var text = table.KeyTextOf(item);
        for (var i = 0; i < table.Key.Count; i++)
        {
            var (attribute, value) = (table.Key[i], item[table.Key[i].Name]);
            var type = AttributeValues.TypeOf(value);
            if (type != attribute.Type)
            {
                throw new UnfitValueException(
                    $"'{attribute.Name}' is {type}, and as a key of the table '{table.Name}' it is {attribute.Type}");
            }

            var (length, most) = (AttributeValues.LengthOf(value), i == 0 ? LongestPartitionKey : LongestSortKey);
            if (length == 0 || length > most)
            {
                throw new UnfitValueException(
                    $"'{attribute.Name}' has {length} bytes; as a key of the table '{table.Name}' it has 1 to {most}");
            }
        }

        return text;
    }

    /// <summary>Refuses an item that is larger than DynamoDB takes.</summary>
    /// <exception cref="UnfitValueException">It is.</exception>
    internal static void CheckSize(Dictionary<string, AttributeValue> item)
    {
        if (ItemSize.Of(item).Stored is var size and > LargestItem)
            throw new UnfitValueException($"the item has {size} bytes; DynamoDB takes at most {LargestItem}");
    }

    private static IReadOnlyList<KeyAttribute> KeyOf(Type type, string table)
    {
        var members = type == typeof(DynamoDbItem) ? [] : RecordMapping.Of(type).Members.Where(static member => member.IsKey).ToList();
        if (members.Count is 0 or > 2)
        {
            throw new TargetException(
                $"nothing says the key of the new table '{table}'; set 'key' under 'target:', such as 'pk:S, sk:S'"
                + (type == typeof(DynamoDbItem)
                    ? ""
                    : $", or mark the properties of {type.Name} with [Key], the partition key's first and the sort key's second"));
        }

        return
        [
            .. members.Select(member => new KeyAttribute(
                NameOfField.Plain(member),
                AttributeTypes.Of(member.Property.PropertyType) ?? throw new TargetException(
                    $"{type.Name}.{member.Property.Name} is no text, number or bytes, and so no key of the new table '{table}'"))),
        ];
    }

    private static TableInfo New(string name, IReadOnlyList<KeyAttribute> key) => new()
    {
        Name = name,
        Key = key,
        Declared = key,
        Indexes = 0,
        Writes = new UnitBudget(limit: null, TimeProvider.System),
        Reads = new UnitBudget(limit: null, TimeProvider.System),
    };
}
