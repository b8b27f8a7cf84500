namespace Dataflux.Engine.Rows;

/// <summary>Collects the rows of one part (or partition) into groups.</summary>
/// <typeparam name="TRow">The profile's row.</typeparam>
internal abstract class RowGroups<TRow>
{
    protected PagedList<TRow> Rows { get; } = new();

    protected PagedList<SourceLine> Lines { get; } = new();

    /// <summary>The length of the lines collected: what the memory limit is measured by.</summary>
    internal long Bytes { get; private set; }

    internal int Count => Rows.Count;

    /// <summary>Whether groups are known only when the last row is there.</summary>
    internal virtual bool NeedsAllRows => true;

    internal void Add(TRow row, SourceLine line)
    {
        Assign(row);
        Rows.Add(row);
        Lines.Add(line);
        Bytes += line.Bytes;
    }

    /// <summary>Hands out the groups collected so far and starts over.</summary>
    /// <param name="dropped">Rows that no group took: skipped by <c>groupRows</c>.</param>
    internal List<GroupChunk<TRow>> Take(out int dropped)
    {
        var chunks = Arrange(out dropped);
        Clear();
        return chunks;
    }

    /// <summary>Hands out the numbers of the lines collected so far, because their rows could not be grouped, and starts over.</summary>
    internal long[] TakeLines()
    {
        var numbers = new long[Lines.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = Lines[i].Number;

        Clear();
        return numbers;
    }

    /// <summary>Forgets what was collected.</summary>
    internal void Clear()
    {
        Rows.Clear();
        Lines.Clear();
        Bytes = 0;
        ClearGroups();
    }

    /// <summary>Called for each row before it is collected; may throw, the row is then not collected.</summary>
    protected abstract void Assign(TRow row);

    /// <summary>The groups of the rows collected, in chunks that are let go one by one as they are transformed.</summary>
    protected abstract List<GroupChunk<TRow>> Arrange(out int dropped);

    /// <summary>Forgets what <see cref="Assign"/> has noted.</summary>
    protected virtual void ClearGroups()
    {
    }
}
