namespace Dataflux.Engine.Grouping;

/// <summary>Groups rows by a key, in the order in which keys first occur; rows keep their order within the group.</summary>
internal sealed class KeyedRows<TRow, TKey>(Func<TRow, TKey> key) : RowGroups<TRow>
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _groups = [];
    private readonly List<int> _groupOfRow = [];
    private readonly List<int> _sizes = [];

    internal static InvalidOperationException NullKey() => new("groupKey returned null; return a key for every row, or drop the row in filter");

    protected override void Assign(TRow row)
    {
        var rowKey = key(row) ?? throw NullKey();
        if (!_groups.TryGetValue(rowKey, out var group))
        {
            group = _sizes.Count;
            _groups.Add(rowKey, group);
            _sizes.Add(0);
        }

        _sizes[group]++;
        _groupOfRow.Add(group);
    }

    // A counting sort: no list per group, and a row is moved once.
    protected override GroupChunk<TRow> Arrange(out int dropped)
    {
        dropped = 0;
        var starts = new int[_sizes.Count + 1];
        for (var group = 0; group < _sizes.Count; group++)
        {
            starts[group + 1] = starts[group] + _sizes[group];
        }

        var next = starts.AsSpan().ToArray();
        var rows = new TRow[Rows.Count];
        var lines = new SourceLine[Rows.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var position = next[_groupOfRow[i]]++;
            rows[position] = Rows[i];
            lines[position] = Lines[i];
        }

        return new(rows, lines, starts);
    }

    protected override void ClearGroups()
    {
        _groups.Clear();
        _groupOfRow.Clear();
        _sizes.Clear();
    }
}
