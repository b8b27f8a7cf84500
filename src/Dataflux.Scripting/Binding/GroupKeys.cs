using Dataflux.Engine.Contract;
using Dataflux.Profiles;

namespace Dataflux.Scripting.Binding;

/// <summary>
/// The forms of <c>groupKey</c>. A key that is null is an error of the row and rejects its item: rows without a key are
/// neither one group nor groups of their own, so the script has to say what they are.
/// </summary>
internal static class GroupKeys
{
    internal static GroupKeyOf<TRow> OfStruct<TRow, TKey>(BoundFunction groupKey, ProfileContext context)
        where TKey : struct =>
        new GroupKeyOf<TRow, TKey>(groupKey.Of<TRow, TKey>(context));

    internal static GroupKeyOf<TRow> OfNullableStruct<TRow, TKey>(BoundFunction groupKey, ProfileContext context)
        where TKey : struct
    {
        var key = groupKey.Of<TRow, TKey?>(context);
        return new GroupKeyOf<TRow, TKey>(row => key(row) ?? throw NullKey(groupKey));
    }

    internal static GroupKeyOf<TRow> OfReference<TRow, TKey>(BoundFunction groupKey, ProfileContext context)
        where TKey : class
    {
        var key = groupKey.Of<TRow, TKey?>(context);
        return new GroupKeyOf<TRow, TKey>(row => key(row) ?? throw NullKey(groupKey));
    }

    private static InvalidOperationException NullKey(BoundFunction groupKey) =>
        new($"{groupKey.Shape.Name} returned null; give every row a key, or drop rows without one in filter");
}
