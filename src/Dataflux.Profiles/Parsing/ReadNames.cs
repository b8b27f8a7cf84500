using System.Buffers.Binary;
using System.Numerics;

namespace Dataflux.Profiles.Parsing;

/// <summary>
/// The names of the attributes that a profile has read, of any item, in whatever function; and below them those of the members of each map.
/// Called for every attribute that is found, by several threads: what is known already is passed over without a lock and without looking at
/// the name.
/// </summary>
internal sealed class ReadNames
{
    /// <summary>A map with more names than this is a dictionary: they are data, and nobody reads each of them.</summary>
    public const int MostMembers = 100;
    private const int MostMaps = 256;
    private const int Slots = 256;
    private const int Probes = 4;

    // A script asks with the same few literals again and again: they are known by their reference.
    private readonly string?[] _literals = new string?[Slots + Probes];

    // Of attributes that were read together, such as all of an item: a hash of their names, in whatever order.
    private readonly ulong[] _together = new ulong[Slots + Probes];
    private readonly Lock _gate = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ReadNames _root;
    private readonly string? _path;
    private (byte[] Name, ReadNames Names)[] _members = [];
    private ReadNames? _elements;
    private int _maps;
    private volatile bool _isWhole;

    public ReadNames() => _root = this;

    private ReadNames(ReadNames root, string path) => (_root, _path) = (root, path);

    /// <summary>The path of a map or list; <see langword="null"/>: these are attributes of items.</summary>
    public string? Path => _path;

    /// <summary>Whether all of a map or list is taken for read.</summary>
    public bool IsWhole => _isWhole;

    /// <summary>Adds the names so far, and those below them, each with its path.</summary>
    /// <param name="names">Receives what was read.</param>
    /// <param name="wholes">Receives the paths of what was read with all that is in it.</param>
    public void CopyTo(ISet<string> names, ISet<string> wholes)
    {
        lock (_gate)
        {
            if (_isWhole)
                wholes.Add(_path!);
            else
                names.UnionWith(_path is null ? _names : _names.Select(name => AttributePath.Join(_path, name)));
        }

        foreach (var (_, member) in Volatile.Read(ref _members))
            member.CopyTo(names, wholes);
        Volatile.Read(ref _elements)?.CopyTo(names, wholes);
    }

    /// <summary>Notes that a map or list was read with all that is in it.</summary>
    public void ReadWhole() => _isWhole = _path is not null;

    /// <summary>What is read of a member that is a map or a list.</summary>
    /// <param name="table">Where the member is.</param>
    /// <param name="entry">The member.</param>
    /// <returns><see langword="null"/>: there are so many that nobody asks.</returns>
    public ReadNames? Of(AttributeTable table, int entry)
    {
        if (_isWhole)
            return null;
        if (table.Kind == TableKind.Elements)
            return Volatile.Read(ref _elements) ?? New(() => _elements ??= new(_root, $"{_path}[]"));
        var name = table.RawName(entry);
        foreach (var (known, names) in Volatile.Read(ref _members))
        {
            if (name.SequenceEqual(known))
                return names;
        }

        var (raw, path) = (name.ToArray(), AttributePath.Join(_path ?? "", table.DisplayName(entry)));
        return New(() =>
        {
            var known = Array.Find(_members, member => raw.AsSpan().SequenceEqual(member.Name)).Names;
            if (known is null)
                Volatile.Write(ref _members, [.. _members, (raw, known = new(_root, path))]);
            return known;
        });
    }

    private ReadNames? New(Func<ReadNames> make)
    {
        lock (_root._gate)
            return _root._maps++ < MostMaps ? make() : null;
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
        if (known.Contains(hash) || _isWhole)
            return;
        lock (_gate)
        {
            for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
                Take(table.DisplayName(i));
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

        if (_isWhole)
            return;
        lock (_gate)
        {
            Take(name);
            known[Math.Max(0, known.IndexOf((string?)null))] = name;
        }
    }

    private void Take(string name)
    {
        _names.Add(name);
        if (_names.Count > MostMembers)
            ReadWhole();
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
