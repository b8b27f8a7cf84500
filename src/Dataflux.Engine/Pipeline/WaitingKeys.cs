namespace Dataflux.Engine.Pipeline;

/// <summary>
/// The keys of records that wait, as a Bloom filter of fixed size: a later record of such a key must not overtake them. A key that is taken
/// for one of them by mistake waits as well, and is written in a pass; each pass has another salt, so that no key is mistaken every time.
/// </summary>
/// <param name="salt">What tells this filter from that of another pass.</param>
internal sealed class WaitingKeys(ulong salt = 0)
{
    // 4 MiB, once anything waits: of 1 million keys that wait, 1 in 300 others is mistaken for one.
    private const int AddressBits = 25;
    private ulong[]? _bits;

    /// <summary>Whether nothing waits.</summary>
    internal bool IsEmpty => Volatile.Read(ref _bits) is null;

    /// <summary>Notes a key by its hash; several writers may do so.</summary>
    internal void Add(ulong hash)
    {
        var bits = Volatile.Read(ref _bits)
            ?? Interlocked.CompareExchange(ref _bits, new ulong[1 << (AddressBits - 6)], comparand: null) ?? _bits!;
        var (first, second) = Addresses(hash);
        Interlocked.Or(ref bits[first >> 6], 1UL << (int)(first & 63));
        Interlocked.Or(ref bits[second >> 6], 1UL << (int)(second & 63));
    }

    /// <summary>Whether a key may be one of those that wait.</summary>
    internal bool Has(ulong hash)
    {
        if (Volatile.Read(ref _bits) is not { } bits)
            return false;

        var (first, second) = Addresses(hash);
        return (bits[first >> 6] & (1UL << (int)(first & 63))) != 0 && (bits[second >> 6] & (1UL << (int)(second & 63))) != 0;
    }

    // The finalizer of SplitMix64 spreads the salted hash over all bits.
    private (uint First, uint Second) Addresses(ulong hash)
    {
        var mixed = hash + (salt * 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return ((uint)(mixed >> (64 - AddressBits)), (uint)(mixed & ((1u << AddressBits) - 1)));
    }
}
