namespace Dataflux.Engine.Rows;

/// <summary>No grouping: every row is a group of its own.</summary>
internal sealed class SingleRows<TRow> : RowGroups<TRow>
{
    internal override bool NeedsAllRows => false;

    protected override void Assign(TRow row)
    {
    }

    protected override List<GroupChunk<TRow>> Arrange(out int dropped)
    {
        dropped = 0;
        return [new(Rows.ToArray(), Lines.ToArray(), starts: null)];
    }
}
