namespace Dataflux.Engine.Rows;

/// <summary>Groups all rows of a part with the profile's <c>groupRows</c>.</summary>
internal sealed class ScriptedRows<TRow>(Func<IReadOnlyList<TRow>, IEnumerable<IEnumerable<TRow>>> groupRows) : RowGroups<TRow>
{
    protected override void Assign(TRow row)
    {
    }

    // groupRows returns rows, not line numbers: equal rows are told apart by handing their lines out in order.
    protected override List<GroupChunk<TRow>> Arrange(out int dropped)
    {
        var given = Rows.ToArray();
        var linesOf = IndexByRow(given);
        var rows = new List<TRow>(given.Length);
        var lines = new List<SourceLine>(given.Length);
        var starts = new List<int> { 0 };
        foreach (var group in groupRows(given))
        {
            foreach (var row in group)
            {
                if (row is null || !linesOf.TryGetValue(row, out var waiting) || waiting.Count == 0)
                {
                    throw new InvalidOperationException(
                        $"groupRows returned a row that it was not given, or one row twice: {row}; return each given row at most once");
                }

                rows.Add(row);
                lines.Add(Lines[waiting.Dequeue()]);
            }

            if (rows.Count > starts[^1])
                starts.Add(rows.Count);
        }

        dropped = given.Length - rows.Count;
        return [new([.. rows], [.. lines], [.. starts])];
    }

    private static Dictionary<object, Queue<int>> IndexByRow(TRow[] rows)
    {
        var byIdentity = typeof(TRow).IsValueType ? null : (IEqualityComparer<object>)ReferenceEqualityComparer.Instance;
        var index = new Dictionary<object, Queue<int>>(byIdentity);
        for (var i = 0; i < rows.Length; i++)
        {
            if (!index.TryGetValue(rows[i]!, out var waiting))
                index.Add(rows[i]!, waiting = new Queue<int>(1));

            waiting.Enqueue(i);
        }

        return index;
    }
}
