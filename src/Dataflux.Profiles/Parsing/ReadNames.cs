using System.Buffers.Binary;
using System.Numerics;

namespace Dataflux.Profiles.Parsing;

/// <summary>
/// The names of the attributes that a profile has read, of any item, in whatever function. Called for every attribute that is found, by
/// several threads: what is known already is passed over without a lock and without looking at the name.
/// </summary>
internal sealed class ReadNames
{
    private const int Slots = 256;
    private const int Probes = 4;

    // A script asks with the same few literals again and again: they are known by their reference.
    private readonly string?[] _literals = new string?[Slots + Probes];

    // Of attributes that were read together, such as all of an item: a hash of their names, in whatever order.
    private readonly ulong[] _together = new ulong[Slots + Probes];
    private readonly Lock _gate = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>All names so far.</summary>
    public IReadOnlyCollection<string> All
    {
        get
        {
            lock (_gate)
                return [.. _names];
        }
    }

    /// <summary>Adds the name of an attribute that was found.</summary>
    public void Add(string name)
    {
        var slot = ((name.Length * 11) + (name[0] * 7) + (name[^1] * 3)) & (Slots - 1);
        if (!ReferenceEquals(_literals[slot], name))
            AddNew(name, slot);
    }

    /// <summary>Adds the names of attributes that were read together.</summary>
    public void Add(AttributeTable table, EntryRange attributes)
    {
        ulong hash = 1;
        for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
            hash += HashOf(table.RawName(i));
        var known = _together.AsSpan((int)(hash & (Slots - 1)), Probes);
        if (known.Contains(hash))
            return;
        lock (_gate)
        {
            for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
                _names.Add(table.DisplayName(i));
            known[Math.Max(0, known.IndexOf(0UL))] = hash;
        }
    }

    private void AddNew(string name, int slot)
    {
        var known = _literals.AsSpan(slot, Probes);
        foreach (var literal in known)
        {
            if (ReferenceEquals(literal, name))
                return;
        }

        lock (_gate)
        {
            _names.Add(name);
            known[Math.Max(0, known.IndexOf((string?)null))] = name;
        }
    }

    private static ulong HashOf(ReadOnlySpan<byte> name)
    {
        var hash = (ulong)name.Length;
        for (; name.Length >= sizeof(ulong); name = name[sizeof(ulong)..])
            hash = Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name));
        ulong rest = 0;
        foreach (var letter in name)
            rest = (rest << 8) | letter;
        return Mixed(hash ^ rest);
    }

    private static ulong Mixed(ulong value)
    {
        value = BitOperations.RotateLeft(value * 0x9E37_79B9_7F4A_7C15, 29) * 0xBF58_476D_1CE4_E5B9;
        return value ^ (value >> 32);
    }
}
