using Dataflux.Engine.Contract;
using Dataflux.Profiles;

namespace Dataflux.Scripting.Binding;

/// <summary>The forms of <c>parseItem</c>.</summary>
internal static class RowParsers
{
    /// <summary>A class, where null skips, or a struct, which is always a row: for a struct the JIT removes the test.</summary>
    internal static RowParser<TRow> Of<TRow>(BoundFunction parseItem, ProfileContext context)
    {
        var parse = parseItem.Of<Item, TRow>(context);
        return (Item item, out TRow row) =>
        {
            row = parse(item);
            return row is not null;
        };
    }

    internal static RowParser<TRow> OfNullableStruct<TRow>(BoundFunction parseItem, ProfileContext context)
        where TRow : struct
    {
        var parse = parseItem.Of<Item, TRow?>(context);
        return (Item item, out TRow row) =>
        {
            var parsed = parse(item);
            row = parsed.GetValueOrDefault();
            return parsed.HasValue;
        };
    }
}
