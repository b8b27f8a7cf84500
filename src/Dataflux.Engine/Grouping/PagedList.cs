using System.Runtime.CompilerServices;

namespace Dataflux.Engine.Grouping;

/// <summary>
/// A list in pages. A growing array of a file's rows would be copied again and again into the large object heap, whose growth makes
/// the runtime collect everything.
/// </summary>
internal sealed class PagedList<T>
{
    private readonly List<T[]> _pages = [];

    internal int Count { get; private set; }

    internal T this[int index] => _pages[index / PageSize][index % PageSize];

    /// <summary>A power of two, so that a page stays below the large object heap's threshold of 85,000 bytes.</summary>
    internal static int PageSize { get; } = 1 << Math.Max(4, 16 - (int)Math.Ceiling(Math.Log2(Unsafe.SizeOf<T>())));

    internal void Add(T item)
    {
        var page = Count / PageSize;
        if (page == _pages.Count)
        {
            _pages.Add(new T[PageSize]);
        }

        _pages[page][Count++ % PageSize] = item;
    }

    /// <summary>Forgets the items; their pages are kept for the next ones.</summary>
    internal void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            for (var page = 0; page * PageSize < Count; page++)
            {
                Array.Clear(_pages[page]);
            }
        }

        Count = 0;
    }

    internal T[] ToArray()
    {
        var items = new T[Count];
        for (var start = 0; start < Count; start += PageSize)
        {
            Array.Copy(_pages[start / PageSize], 0, items, start, Math.Min(PageSize, Count - start));
        }

        return items;
    }
}
