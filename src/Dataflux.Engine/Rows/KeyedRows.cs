using System.Runtime.InteropServices;

namespace Dataflux.Engine.Rows;

/// <summary>Groups rows by a key, in the order in which keys first occur; rows keep their order within the group.</summary>
internal sealed class KeyedRows<TRow, TKey>(Func<TRow, TKey> key) : RowGroups<TRow>
    where TKey : notnull
{
    // Chunks are let go one by one as they are transformed, and are collected soon if they are small.
    private static readonly int s_chunkRows = PagedList<TRow>.PageSize;
    private readonly Dictionary<TKey, int> _groups = [];
    private readonly PagedList<int> _groupOfRow = new();
    private readonly List<int> _sizes = [];

    // Of each group its chunk, and where its next row goes there. One for all parts, like the rest.
    private readonly List<int> _chunks = [];
    private readonly List<int> _next = [];

    internal static InvalidOperationException NullKey() =>
        new("groupKey returned null; return a key for every row, or drop the row in filter");

    protected override void Assign(TRow row)
    {
        var rowKey = key(row) ?? throw NullKey();
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, rowKey, out var isKnown);
        if (!isKnown)
        {
            group = _sizes.Count;
            _sizes.Add(0);
        }

        _sizes[group]++;
        _groupOfRow.Add(group);
    }

    // A counting sort: no list per group, and a row is moved once.
    protected override List<GroupChunk<TRow>> Arrange(out int dropped)
    {
        dropped = 0;
        var chunks = new List<Draft>();
        CollectionsMarshal.SetCount(_chunks, _sizes.Count);
        CollectionsMarshal.SetCount(_next, _sizes.Count);
        var chunkOfGroup = CollectionsMarshal.AsSpan(_chunks);
        var next = CollectionsMarshal.AsSpan(_next);
        for (int group = 0, first = 0, filled = 0; group < _sizes.Count; group++)
        {
            next[group] = filled;
            filled += _sizes[group];
            chunkOfGroup[group] = chunks.Count;
            if (filled >= s_chunkRows || group == _sizes.Count - 1)
            {
                chunks.Add(new(next[first..(group + 1)], filled));
                (first, filled) = (group + 1, 0);
            }
        }

        for (var i = 0; i < Rows.Count; i++)
        {
            var group = _groupOfRow[i];
            var chunk = chunks[chunkOfGroup[group]];
            var position = next[group]++;
            chunk.Rows[position] = Rows[i];
            chunk.Lines[position] = Lines[i];
        }

        return chunks.ConvertAll(chunk => new GroupChunk<TRow>(chunk.Rows, chunk.Lines, chunk.Starts));
    }

    protected override void ClearGroups()
    {
        _groups.Clear();
        _groupOfRow.Clear();
        _sizes.Clear();
    }

    private sealed class Draft
    {
        internal Draft(ReadOnlySpan<int> starts, int rows)
        {
            Rows = new TRow[rows];
            Lines = new SourceLine[rows];
            Starts = [.. starts, rows];
        }

        internal TRow[] Rows { get; }

        internal SourceLine[] Lines { get; }

        internal int[] Starts { get; }
    }
}
