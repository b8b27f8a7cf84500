using System.Reflection;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Attributes;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Tables;

/// <summary>How records of a type become items of a table.</summary>
internal sealed class ItemShape
{
    private const int OutsideOfValues = 1;
    private readonly Func<object, Dictionary<string, AttributeValue>> _item;
    private readonly Func<object, Dictionary<string, AttributeValue>> _key;

    private ItemShape(
        TableInfo table,
        Func<object, Dictionary<string, AttributeValue>> item,
        Func<object, Dictionary<string, AttributeValue>> key) => (Table, _item, _key) = (table, item, key);

    /// <summary>The table.</summary>
    internal TableInfo Table { get; }

    /// <summary>Makes the shape of a type.</summary>
    /// <param name="type">The record type.</param>
    /// <param name="table">The table.</param>
    /// <param name="encodings">The encodings of types.</param>
    /// <param name="version">The attribute with a version, which the key of a delete has too; <see langword="null"/>: none.</param>
    internal static ItemShape For(Type type, TableInfo table, AttributeEncodings encodings, string? version)
    {
        if (type == typeof(DynamoDbItem))
        {
            Func<object, Dictionary<string, AttributeValue>> whole = record => encodings.Encode((DynamoDbItem)record);
            return new(table, whole, whole);
        }

        return (ItemShape)typeof(ItemShape).GetMethod(nameof(Of), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [table, encodings, version], null)!;
    }

    /// <summary>The item that a record is.</summary>
    internal Dictionary<string, AttributeValue> ItemOf(object record) => _item(record);

    /// <summary>The attributes of the key that a record or the type with its key has, and its version.</summary>
    internal Dictionary<string, AttributeValue> KeyOf(object record) => _key(record);

    private static ItemShape Of<TRecord>(TableInfo table, AttributeEncodings encodings, string? version)
    {
        var nameOf = NameOfField.In([.. table.Declared.Select(static attribute => attribute.Name)]);
        var members = RecordMapping.Of(typeof(TRecord)).Members
            .Select(member => (Attribute: nameOf(member), member.Property, member.IsKey)).ToList();
        var all = RecordMembers<TRecord>.For(encodings, members.Select(static member => (member.Attribute, member.Property)));
        var key = RecordMembers<TRecord>.For(
            encodings,
            members.Where(member => member.IsKey || member.Attribute == version)
                .Select(static member => (member.Attribute, member.Property)));
        return new(
            table, record => all.Encode((TRecord)record, OutsideOfValues), record => key.Encode((TRecord)record, OutsideOfValues));
    }
}
