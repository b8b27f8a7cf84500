using Dataflux.Engine.Rows;

namespace Dataflux.Engine.Contract;

/// <summary>A profile's <c>groupKey</c>, with the key's type hidden from the pipeline.</summary>
/// <typeparam name="TRow">The profile's row.</typeparam>
public abstract class GroupKeyOf<TRow>
{
    /// <summary>A new, empty grouping of rows by this key.</summary>
    internal abstract RowGroups<TRow> NewGroups();

    /// <summary>
    /// The hash of a row's key, spread over all its bits; equal for equal keys, in every process where <see cref="KeyHash"/> knows their
    /// type.
    /// </summary>
    internal abstract uint Hash(TRow row);

    /// <summary>The key's type.</summary>
    internal abstract Type KeyType { get; }

    /// <summary>The key as text, for rejects.</summary>
    internal abstract string? Text(TRow row);
}
