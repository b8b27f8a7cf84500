using System.Collections;
using System.Text.Json.Serialization;
using Dataflux.Profiles.Items;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles;

/// <summary>The values of an L attribute, in order. May be kept like an <see cref="Item"/>.</summary>
[JsonConverter(typeof(ValueListJsonConverter))]
public readonly struct ValueList : IReadOnlyList<Value>
{
    private readonly AttributeTable? _table;

    internal ValueList(AttributeTable table) => _table = table;

    /// <summary>How many values there are.</summary>
    public int Count => _table?.Entries.Length ?? 0;

    /// <summary>One value.</summary>
    /// <param name="index">Its index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The list has no such index.</exception>
    public Value this[int index] => (uint)index < (uint)Count
        ? new Value(_table!, index)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"the list has {Count} values");

    /// <summary>Goes through the values.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<Value> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
