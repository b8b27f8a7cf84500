using Dataflux.Engine.Grouping;

namespace Dataflux.Engine.Contract;

/// <summary>A profile's <c>groupKey</c>.</summary>
/// <typeparam name="TRow">The profile's row.</typeparam>
/// <typeparam name="TKey">What <c>groupKey</c> returns.</typeparam>
/// <param name="key">The key of a row.</param>
public sealed class GroupKeyOf<TRow, TKey>(Func<TRow, TKey> key) : GroupKeyOf<TRow>
    where TKey : notnull
{
    internal override RowGroups<TRow> NewGroups() => throw new NotSupportedException();

    internal override int Partition(TRow row, int partitions) => throw new NotSupportedException();

    internal override string? Text(TRow row) => key(row).ToString();
}
