using Dataflux.Engine.Grouping;

namespace Dataflux.Engine.Contract;

/// <summary>A profile's <c>groupKey</c>.</summary>
/// <typeparam name="TRow">The profile's row.</typeparam>
/// <typeparam name="TKey">The key; equal keys are one group.</typeparam>
/// <param name="key">The script's function.</param>
public sealed class GroupKeyOf<TRow, TKey>(Func<TRow, TKey> key) : GroupKeyOf<TRow>
    where TKey : notnull
{
    internal override RowGroups<TRow> NewGroups() => new KeyedRows<TRow, TKey>(key);

    internal override int Partition(TRow row, int partitions)
    {
        // Spread by a finalizer: many keys are consecutive integers, whose hash codes are themselves.
        var hash = (uint)key(row).GetHashCode() * 0x9E3779B1u;
        return (int)((hash ^ (hash >> 15)) % (uint)partitions);
    }

    internal override string? Text(TRow row) => key(row).ToString();
}
