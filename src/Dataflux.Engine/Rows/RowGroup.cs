using System.Collections;

namespace Dataflux.Engine.Rows;

/// <summary>The rows of one group: a window on its chunk's rows, which are never changed, so a profile may keep it.</summary>
internal sealed class RowGroup<TRow>(TRow[] rows, int start, int count) : IReadOnlyList<TRow>
{
    public int Count => count;

    public TRow this[int index] => (uint)index < (uint)count
        ? rows[start + index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"the group has {count} rows");

    public IEnumerator<TRow> GetEnumerator()
    {
        for (var i = 0; i < count; i++)
            yield return rows[start + i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
