using Dataflux.Engine.Grouping;

namespace Dataflux.Engine.Contract;

/// <summary>A profile's <c>groupKey</c>, with the key's type hidden from the pipeline.</summary>
/// <typeparam name="TRow">The profile's row.</typeparam>
public abstract class GroupKeyOf<TRow>
{
    /// <summary>A new, empty grouping of rows by this key.</summary>
    internal abstract RowGroups<TRow> NewGroups();

    /// <summary>The hash of a row's key, spread over all its bits; equal for equal keys.</summary>
    internal abstract uint Hash(TRow row);

    /// <summary>Whether <see cref="Hash"/> is the same in every process, so that a resumed run finds a key where it was put.</summary>
    internal abstract bool HashIsLasting { get; }

    /// <summary>The key's type, for people.</summary>
    internal abstract string KeyType { get; }

    /// <summary>The key as text, for rejects.</summary>
    internal abstract string? Text(TRow row);
}
