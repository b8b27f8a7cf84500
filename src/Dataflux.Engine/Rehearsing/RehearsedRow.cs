using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Rehearsing;

/// <summary>A row before and after the rehearsal.</summary>
/// <param name="Before">Before; after <c>onStart</c>.</param>
/// <param name="After">After everything was written.</param>
public sealed record RehearsedRow(RowImage Before, RowImage After)
{
    /// <summary>What would be done to it.</summary>
    public RowFate Fate => (Before.Columns, After.Columns) switch
    {
        (null, null) => RowFate.Leave,
        (null, _) => RowFate.Insert,
        (_, null) => RowFate.Delete,
        _ => Changes.Any() ? RowFate.Update : RowFate.Leave,
    };

    /// <summary>The columns that differ, with the values before and after.</summary>
    public IEnumerable<(string Column, string? Old, string? New)> Changes =>
        (Before.Columns ?? []).Zip(After.Columns ?? [], static (old, now) => (old.Key, old.Value, now.Value))
            .Where(static column => column.Item2 != column.Item3);
}
