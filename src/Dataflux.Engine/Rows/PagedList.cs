using System.Runtime.CompilerServices;

namespace Dataflux.Engine.Rows;

/// <summary>
/// A list in pages. A growing array of a part's rows would be copied again and again into the large object heap, whose growth makes
/// the runtime collect everything.
/// </summary>
internal sealed class PagedList<T>
{
    private const int FirstItems = 16;
    private static readonly int s_pageBits = Math.Max(4, 16 - (int)Math.Ceiling(Math.Log2(Unsafe.SizeOf<T>())));
    private readonly List<T[]> _pages = [];

    // Of the instance, because a static of a generic type has to be looked up for each item.
    private readonly int _bits = s_pageBits;

    internal int Count { get; private set; }

    internal T this[int index] => _pages[index >> _bits][index & ((1 << _bits) - 1)];

    /// <summary>How many items a page takes: so many that it stays below the large object heap's threshold of 85,000 bytes.</summary>
    internal static int PageSize => 1 << s_pageBits;

    internal void Add(T item)
    {
        var page = Count >> _bits;
        if (page == _pages.Count)
        {
            _pages.Add(new T[page == 0 ? FirstItems : 1 << _bits]);
        }
        else if (page == 0 && Count == _pages[0].Length)
        {
            // The only page of a short list is no larger than it must be.
            var grown = new T[Math.Min(Count * 2, 1 << _bits)];
            _pages[0].CopyTo(grown, 0);
            _pages[0] = grown;
        }

        _pages[page][Count++ & ((1 << _bits) - 1)] = item;
    }

    /// <summary>Forgets the items; their pages are kept for the next ones.</summary>
    internal void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            for (var page = 0; page * PageSize < Count; page++)
                Array.Clear(_pages[page]);
        }

        Count = 0;
    }

    internal T[] ToArray()
    {
        var items = new T[Count];
        for (var start = 0; start < Count; start += PageSize)
            Array.Copy(_pages[start / PageSize], 0, items, start, Math.Min(PageSize, Count - start));

        return items;
    }
}
