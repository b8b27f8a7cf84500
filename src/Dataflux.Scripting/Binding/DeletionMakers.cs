using Dataflux.Engine.Contract;
using Dataflux.Profiles;

namespace Dataflux.Scripting.Binding;

/// <summary>The forms of <c>deleteItem</c>. A null key is no key, alone or in a sequence.</summary>
internal static class DeletionMakers
{
    internal static DeletionMaker One<TKey>(BoundFunction deleteItem, ProfileContext context)
    {
        var make = deleteItem.Of<Item, TKey?>(context);
        return (item, keys) =>
        {
            if (make(item) is { } key)
                keys.Add(key);
        };
    }

    internal static DeletionMaker NullableStruct<TKey>(BoundFunction deleteItem, ProfileContext context)
        where TKey : struct
    {
        var make = deleteItem.Of<Item, TKey?>(context);
        return (item, keys) =>
        {
            if (make(item) is { } key)
                keys.Add(key);
        };
    }

    /// <summary>The sequence has its own type, because it may be a struct such as an immutable array.</summary>
    internal static DeletionMaker Many<TKey, TSequence>(BoundFunction deleteItem, ProfileContext context)
        where TKey : notnull
        where TSequence : IEnumerable<TKey?>
    {
        var make = deleteItem.Of<Item, TSequence?>(context);
        return (item, keys) =>
        {
            if (make(item) is not { } made)
                return;
            foreach (var key in made)
            {
                if (key is not null)
                    keys.Add(key);
            }
        };
    }
}
