namespace Dataflux.Profiles.Fields;

/// <summary>
/// Memory in which a thread keeps small texts and documents side by side. Rows and records live until their file is grouped and their
/// batch is committed; a garbage collection on the way then meets a few pages instead of an array for each text.
/// </summary>
internal static class TextPage
{
    // Whoever keeps one text keeps its page, so a page must be little beside what rows hold; far below the large object heap.
    private const int PageBytes = 32 * 1024;
    private const int LargestInPage = PageBytes / 8;

    [ThreadStatic]
    private static byte[]? t_page;

    [ThreadStatic]
    private static int t_used;

    /// <summary>Copies bytes to where nothing else writes.</summary>
    internal static ArraySegment<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LargestInPage)
            return new(bytes.ToArray());
        if (t_page is null || t_page.Length - t_used < bytes.Length)
        {
            t_page = GC.AllocateUninitializedArray<byte>(PageBytes);
            t_used = 0;
        }

        bytes.CopyTo(t_page.AsSpan(t_used));
        var kept = new ArraySegment<byte>(t_page, t_used, bytes.Length);
        t_used += bytes.Length;
        return kept;
    }
}
