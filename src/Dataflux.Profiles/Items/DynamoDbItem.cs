using System.Text.Json.Serialization;
using Dataflux.Profiles.Items;

namespace Dataflux.Profiles;

/// <summary>
/// An item on its way into a table of DynamoDB: what was read, attribute by attribute with its type, and what a profile changed in it.
/// A record like any other, for targets that take items; made by <see cref="Item.ToDynamoDb"/>. Never changed: each call gives another one.
/// </summary>
/// <example><code>
/// DynamoDbItem transform(IReadOnlyList&lt;Item&gt; rows) => rows[0].ToDynamoDb()
///     .Set("fullName", $"{rows[0].String("first")} {rows[0].String("last")}")
///     .Remove("legacyId");
/// </code></example>
[JsonConverter(typeof(DynamoDbItemJsonConverter))]
public sealed class DynamoDbItem
{
    // Few, and looked for one by one.
    private readonly (string Name, object? Value, bool IsRemoved)[] _changes;

    internal DynamoDbItem(Item item, params (string Name, object? Value, bool IsRemoved)[] changes) => (Read, _changes) = (item, changes);

    /// <summary>The item that was read.</summary>
    internal Item Read { get; }

    /// <summary>What is set in it, in order.</summary>
    internal IEnumerable<(string Name, object? Value)> Changed =>
        _changes.Where(static change => !change.IsRemoved).Select(static change => (change.Name, change.Value));

    /// <summary>The item with another value of an attribute, or with one more attribute.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <param name="value">
    /// The value: what a record's property may be, or a <see cref="Value"/> of an item; <see langword="null"/> leaves the attribute out.
    /// </param>
    /// <returns>The item.</returns>
    public DynamoDbItem Set(string name, object? value) => With(name, value, isRemoved: value is null);

    /// <summary>The item without an attribute; one that is not there is no error.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The item.</returns>
    public DynamoDbItem Remove(string name) => With(name, null, isRemoved: true);

    /// <summary>Whether an attribute of the item that was read is written as it was read.</summary>
    internal bool Keeps(string name)
    {
        foreach (var change in _changes)
        {
            if (change.Name == name)
                return false;
        }

        return true;
    }

    private DynamoDbItem With(string name, object? value, bool isRemoved)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(Read, [.. _changes.Where(change => change.Name != name), (name, value, isRemoved)]);
    }
}
