using Dataflux.Engine.Grouping;

namespace Dataflux.Engine.Contract;

/// <summary>A profile's <c>groupKey</c>, with the key's type hidden from the pipeline.</summary>
/// <typeparam name="TRow">The profile's row.</typeparam>
public abstract class GroupKeyOf<TRow>
{
    /// <summary>A new, empty grouping of rows by this key.</summary>
    internal abstract RowGroups<TRow> NewGroups();

    /// <summary>The partition of a row's key; equal for equal keys within this process.</summary>
    internal abstract int Partition(TRow row, int partitions);

    /// <summary>The key as text, for rejects.</summary>
    internal abstract string? Text(TRow row);
}
