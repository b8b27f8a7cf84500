using Dataflux.Engine.Contract;
using Dataflux.Profiles;

namespace Dataflux.Scripting.Binding;

/// <summary>The forms of <c>transform</c>. A null record is no record, alone or in a sequence.</summary>
internal static class RecordMakers
{
    /// <summary>Rows that are records already.</summary>
    internal static RecordMaker<TRecord, TRecord> Rows<TRecord>()
        where TRecord : notnull => static (rows, records) =>
        {
            for (var i = 0; i < rows.Count; i++)
                records.Add(rows[i]);
        };

    internal static RecordMaker<TRow, TRecord> One<TRow, TRecord>(BoundFunction transform, ProfileContext context, bool takesRow)
        where TRecord : notnull
    {
        var make = OfGroup<TRow, TRecord?>(transform, context, takesRow);
        return (rows, records) =>
        {
            if (make(rows) is { } record)
                records.Add(record);
        };
    }

    internal static RecordMaker<TRow, TRecord> NullableStruct<TRow, TRecord>(BoundFunction transform, ProfileContext context, bool takesRow)
        where TRecord : struct
    {
        var make = OfGroup<TRow, TRecord?>(transform, context, takesRow);
        return (rows, records) =>
        {
            if (make(rows) is { } record)
                records.Add(record);
        };
    }

    /// <summary>The sequence has its own type, because it may be a struct such as an immutable array.</summary>
    internal static RecordMaker<TRow, TRecord> Many<TRow, TRecord, TSequence>(
        BoundFunction transform, ProfileContext context, bool takesRow)
        where TRecord : notnull
        where TSequence : IEnumerable<TRecord?>
    {
        var make = OfGroup<TRow, TSequence?>(transform, context, takesRow);
        return (rows, records) =>
        {
            if (make(rows) is not { } made)
                return;
            foreach (var record in made)
            {
                if (record is not null)
                    records.Add(record);
            }
        };
    }

    // Without a grouping function every row is its own group, so a transform of one row gets the group's only row.
    private static Func<IReadOnlyList<TRow>, TOut> OfGroup<TRow, TOut>(BoundFunction transform, ProfileContext context, bool takesRow)
    {
        if (!takesRow)
            return transform.Of<IReadOnlyList<TRow>, TOut>(context);
        var make = transform.Of<TRow, TOut>(context);
        return rows => make(rows[0]);
    }
}
