namespace Dataflux.Engine.Inspection;

/// <summary>A hash of 64 bits, the same in every process: FNV-1a with MurmurHash3's finalizer, which makes all bits random.</summary>
internal static class ValueHash
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    internal static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = OffsetBasis;
        foreach (var each in bytes)
            hash = (hash ^ each) * Prime;

        return Mix(hash);
    }

    /// <summary>The hash of two values in their order.</summary>
    internal static ulong Of(ulong first, ulong second) => Mix((first * Prime) ^ second);

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
