using Dataflux.Engine.Rows;

namespace Dataflux.Engine.Contract;

/// <summary>A profile's <c>groupKey</c>.</summary>
/// <typeparam name="TRow">The profile's row.</typeparam>
/// <typeparam name="TKey">The key; equal keys are one group.</typeparam>
/// <param name="key">The script's function.</param>
public sealed class GroupKeyOf<TRow, TKey>(Func<TRow, TKey> key) : GroupKeyOf<TRow>
    where TKey : notnull
{
    private readonly Lazy<Func<TKey, int>?> _lasting = new(KeyHash.Of<TKey>);

    internal override Type KeyType => typeof(TKey);

    internal override RowGroups<TRow> NewGroups() => new KeyedRows<TRow, TKey>(key);

    internal override uint Hash(TRow row)
    {
        var rowKey = key(row) ?? throw KeyedRows<TRow, TKey>.NullKey();
        var hash = (uint)(_lasting.Value is { } lasting ? lasting(rowKey) : rowKey.GetHashCode());

        // MurmurHash3's finalizer: many keys are consecutive integers, whose hash codes are themselves.
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
        return hash ^ (hash >> 16);
    }

    internal override string? Text(TRow row) => key(row).ToString();
}
