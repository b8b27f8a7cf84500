using Dataflux.Engine.Contract;
using Dataflux.Profiles;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// Asks <c>deleteItem</c> which records an item has written, and tells the keys that it knows only from the item's old image: those may be
/// another item's by now (<see cref="ContestedKeys{TRow, TRecord}"/>). A key that is made of the item's own is not.
/// </summary>
internal sealed class ItemDeletion(DeletionMaker deleteItem)
{
    private readonly List<object> _keys = [];
    private readonly List<object> _alone = [];

    /// <summary>The keys known from old images alone, since they were last forgotten.</summary>
    internal HashSet<object> Doubts { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The keys of a deleted item's records; none: it is skipped. Throws what <c>deleteItem</c> throws.</summary>
    internal object[] KeysOf(Item item)
    {
        _keys.Clear();
        deleteItem(item, _keys);
        if (_keys.Count > 0 && item.OldImage is not null)
        {
            Try(item.AsDeletedAlone(), _alone);
            Doubts.UnionWith(_keys.Where(key => !WrittenKeys.Has(_alone, key)));
        }

        return [.. _keys];
    }

    /// <summary>The keys of what an item that is put may have written before.</summary>
    internal object[] EarlierKeysOf(Item item)
    {
        Try(item.AsDeletedAlone(), _alone);
        if (item.OldImage is null)
            return [.. _alone];

        Try(item.AsDeleted(), _keys);
        _keys.RemoveAll(key => WrittenKeys.Has(_alone, key));
        Doubts.UnionWith(_keys);
        return [.. _alone, .. _keys];
    }

    private void Try(Item item, List<object> keys)
    {
        keys.Clear();
        try
        {
            deleteItem(item, keys);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            keys.Clear(); // it needs what the item does not have
        }
    }
}
