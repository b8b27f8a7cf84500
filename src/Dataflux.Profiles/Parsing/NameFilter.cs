namespace Dataflux.Profiles.Parsing;

/// <summary>
/// Tells for most names of a map that they are new without comparing them: a 64-bit Bloom filter over length, first and
/// last byte. Maps too large for it, and maps with escaped names, are checked as a whole at their end.
/// </summary>
internal struct NameFilter
{
    /// <summary>Above this many names the filter says too little to be worth asking.</summary>
    public const int Capacity = 48;
    private ulong _seen;

    public bool NeedsThoroughCheck { get; set; }

    /// <summary>Notes a name; whether one like it may have been noted before.</summary>
    public bool MayRepeat(ReadOnlySpan<byte> name)
    {
        var bit = 1UL << (int)(Mix(name) >> 26);
        var seen = (_seen & bit) != 0;
        _seen |= bit;
        return seen;
    }

    /// <summary>A number made of a few bytes of a name; its upper bits tell most names of a map apart.</summary>
    public static uint Mix(ReadOnlySpan<byte> name) =>
        (uint)(name.Length | (name[0] << 8) | (name[^1] << 16) | (name[name.Length >> 1] << 24)) * 0x9E37_79B1;
}
