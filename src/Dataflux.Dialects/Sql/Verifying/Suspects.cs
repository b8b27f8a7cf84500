using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>
/// The records of one type and its rules whose rows may differ, or the keys of one table whose rows go, on disk. From the first record or
/// delete of a key that would change its row on, all of the key are here, and their places say in which order a run would bring them; those
/// before would have left it as it is.
/// </summary>
internal sealed class Suspects : IDisposable
{
    // A place that a file has not: the profile made the record on the way.
    private const int NoPart = -1;

    // What is settled at a time is in memory, and in a temporary table.
    private const long ChunkBytes = 32L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly List<string> _files;
    private readonly FileStream _stream;
    private readonly BinaryWriter _writer;
    private long _count;

    /// <param name="path">The file.</param>
    /// <param name="binding">The table.</param>
    /// <param name="rules">What counts as a change; of deletes only the key.</param>
    /// <param name="doubts">The keys of the table that are settled at the end.</param>
    /// <param name="stored">What an interrupted comparison found; <see langword="null"/>: nothing.</param>
    internal Suspects(string path, TableBinding binding, MergeRules rules, KeysInDoubt doubts, StoredSuspects? stored = null)
    {
        (Binding, Rules, Doubts) = (binding, rules, doubts);
        _stream = KeptFile.Open(path, stored?.Length ?? 0);
        _writer = new BinaryWriter(_stream);
        _files = [.. stored?.Origins ?? []];
        _count = stored?.Count ?? 0;
        foreach (var suspect in Read(0, 1, keys: null))
            doubts.Know(suspect.Hash);
        _stream.Position = _stream.Length;
    }

    internal TableBinding Binding { get; }

    internal MergeRules Rules { get; }

    /// <summary>The keys of the table that are settled at the end.</summary>
    internal KeysInDoubt Doubts { get; }

    /// <summary>How many there are.</summary>
    internal long Count => _count;

    /// <summary>How many portions they should be settled in, so that memory is bounded.</summary>
    internal long Portions => (_stream.Length / ChunkBytes) + 1;

    /// <summary>Takes the records of a transaction that went through.</summary>
    internal void Add(IReadOnlyList<Suspect> suspects)
    {
        lock (_gate)
        {
            foreach (var suspect in suspects)
            {
                _count++;
                _writer.Write(suspect.Hash);
                _writer.Write(PartNumber(suspect.Origin));
                _writer.Write(suspect.Origin?.Line ?? 0);
                _writer.Write(suspect.Place);
                _writer.Write(suspect.Row.Length);
                _writer.Write(suspect.Row);
            }
        }
    }

    /// <summary>Makes sure that they are on disk.</summary>
    /// <param name="rules">The rules as they were given; <see langword="null"/>: these are deletes.</param>
    internal StoredSuspects Keep(StoredRules? rules)
    {
        lock (_gate)
        {
            _writer.Flush();
            _stream.Flush(flushToDisk: true);
            return new(Binding.Mapping.Type.FullName!, rules, Path.GetFileName(_stream.Name), _stream.Length, _count, [.. _files]);
        }
    }

    /// <summary>Reads one portion; all suspects of a key are in one.</summary>
    /// <param name="portion">Which one.</param>
    /// <param name="portions">Of how many.</param>
    /// <param name="keys">Only these keys; <see langword="null"/>: all.</param>
    internal IEnumerable<Suspect> Read(long portion, long portions, IReadOnlySet<ulong>? keys)
    {
        _writer.Flush();
        _stream.Position = 0;
        using var reader = new BinaryReader(_stream, System.Text.Encoding.UTF8, leaveOpen: true);
        for (var left = _count; left > 0; left--)
        {
            var hash = reader.ReadUInt64();
            var file = reader.ReadInt32();
            var line = reader.ReadInt64();
            var place = reader.ReadInt32();
            var row = reader.ReadBytes(reader.ReadInt32());
            if (hash % (ulong)portions == (ulong)portion && keys?.Contains(hash) != false)
                yield return new(hash, file == NoPart ? null : new ItemOrigin(_files[file], line), place, row);
        }
    }

    public void Dispose() => _writer.Dispose();

    // Files come one after the other.
    private int PartNumber(ItemOrigin? origin)
    {
        if (origin is not { Part: var name })
            return NoPart;
        var known = _files.LastIndexOf(name);
        if (known >= 0)
            return known;
        _files.Add(name);
        return _files.Count - 1;
    }
}
