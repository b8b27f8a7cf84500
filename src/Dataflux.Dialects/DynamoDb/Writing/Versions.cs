using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Attributes;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>Compares versions as <c>onlyNewer</c> asks: an item is written over one with a smaller version, and over no other.</summary>
/// <param name="attribute">The attribute with the version.</param>
internal sealed class Versions(string attribute)
{
    /// <summary>The attribute with the version.</summary>
    internal string Attribute => attribute;

    /// <summary>The condition, with <c>#pk</c>, <c>#v</c> and <c>:v</c>.</summary>
    internal const string Condition = "attribute_not_exists(#pk) OR #v < :v";

    /// <summary>The version of a record or key.</summary>
    /// <exception cref="UnfitValueException">It has none.</exception>
    internal AttributeValue Of(Dictionary<string, AttributeValue> attributes) => attributes.TryGetValue(attribute, out var version)
        ? version
        : throw new UnfitValueException($"the record has no '{attribute}', which 'onlyNewer' compares");

    /// <summary>What keeps a change from being compared with the item that is there; <see langword="null"/>: nothing.</summary>
    internal Failure? Conflict(Change change, Dictionary<string, AttributeValue> item)
    {
        if (!item.TryGetValue(attribute, out var there))
            return Row(change, $"the item that is there has no '{attribute}', which 'onlyNewer' compares");

        return AttributeValues.Compare(there, change.Version!) is not null
            ? null
            : Row(change, $"'{attribute}' of the item that is there is of type {AttributeValues.TypeOf(there)}, and this one is of type "
                + $"{AttributeValues.TypeOf(change.Version!)}: 'onlyNewer' cannot compare them");
    }

    /// <summary>Whether a change is newer than the item that is there, with which it can be compared.</summary>
    internal bool IsNewer(Change change, Dictionary<string, AttributeValue> item) =>
        AttributeValues.Compare(item[attribute], change.Version!) < 0;

    private Failure Row(Change change, string message) => new(FailureKind.Row, message)
    {
        Code = "VersionConflict",
        Table = change.Table.Name,
        Column = attribute,
    };
}
