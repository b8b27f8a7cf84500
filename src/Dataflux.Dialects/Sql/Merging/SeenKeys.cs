namespace Dataflux.Dialects.Sql.Merging;

/// <summary>
/// Tells which keys were certainly not met before: a Bloom filter of fixed size. What it does not call new may be new all the
/// same: 1 in 3,000 after 300,000 keys, 1 in 100 after 2 million, 1 in 5 after 10 million. It never calls a key new twice.
/// </summary>
internal sealed class SeenKeys
{
    // 4 MiB a writer and table.
    private const int AddressBits = 25;
    private readonly ulong[] _bits = new ulong[1 << (AddressBits - 6)];

    /// <summary>Notes a key by its hash code.</summary>
    /// <returns>Whether it is certainly new.</returns>
    internal bool Add(int hash)
    {
        var (first, second) = Addresses(hash);
        return Set(first) | Set(second);
    }

    // Two addresses of one hash code. Multiplied, because the codes of integers are themselves and often consecutive.
    private static (uint First, uint Second) Addresses(int hash) =>
        (((uint)hash * 0x9E3779B1u) >> (32 - AddressBits), (((uint)hash ^ 0x5BD1E995u) * 0x85EBCA6Bu) >> (32 - AddressBits));

    /// <summary>Whether a key may have been noted; <see langword="false"/> is certain.</summary>
    internal bool MayHave(int hash)
    {
        var (first, second) = Addresses(hash);
        return IsSet(first) && IsSet(second);
    }

    private bool IsSet(uint address) => (_bits[address >> 6] & (1UL << (int)(address & 63))) != 0;

    private bool Set(uint address)
    {
        ref var word = ref _bits[address >> 6];
        var bit = 1UL << (int)(address & 63);
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }
}
