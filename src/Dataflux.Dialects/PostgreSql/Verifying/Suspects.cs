using System.Buffers.Binary;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>
/// The records of one type and its rules whose rows may differ, on disk in the order in which a run would write them. From the first record of a key that
/// would change its row on, all records of the key are here; those before would have left it as it is.
/// </summary>
internal sealed class Suspects : IDisposable
{
    // A place that a file has not: the profile made the record on the way.
    private const int NoFile = -1;

    // What is settled at a time is in memory, and in a temporary table.
    private const long ChunkBytes = 32L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly SeenKeys _keys = new();
    private readonly List<string> _files = [];
    private readonly FileStream _stream;
    private readonly BinaryWriter _writer;
    private int _lastPlace;

    internal Suspects(string path, TableBinding binding, MergeRules rules)
    {
        (Binding, Rules) = (binding, rules);
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 128 * 1024);
        _writer = new BinaryWriter(_stream);
    }

    internal TableBinding Binding { get; }

    internal MergeRules Rules { get; }

    /// <summary>How many there are.</summary>
    internal long Count => _lastPlace;

    /// <summary>How many portions they are settled in, so that memory is bounded: all records of a key are in one.</summary>
    internal int Portions => (int)(_stream.Length / ChunkBytes) + 1;

    /// <summary>Whether records of a key are here, or soon are.</summary>
    internal bool MayHave(ulong hash)
    {
        lock (_gate)
        {
            return _keys.MayHave((int)hash);
        }
    }

    /// <summary>Says that records of a key come, as soon as their transaction is through.</summary>
    internal void Expect(ulong hash)
    {
        lock (_gate)
        {
            _keys.Add((int)hash);
        }
    }

    /// <summary>Takes the records of a transaction that went through.</summary>
    internal void Add(IReadOnlyList<Suspect> suspects)
    {
        lock (_gate)
        {
            foreach (var suspect in suspects)
            {
                // The last eight and the eight before: length and value of place and number.
                var place = checked(++_lastPlace);
                BinaryPrimitives.WriteInt32BigEndian(suspect.Row.AsSpan(^4), place);
                BinaryPrimitives.WriteInt32BigEndian(suspect.Row.AsSpan(^12), place);
                _writer.Write(suspect.Hash);
                _writer.Write(FileNumber(suspect.Origin));
                _writer.Write(suspect.Origin?.Line ?? 0);
                _writer.Write(suspect.Row.Length);
                _writer.Write(suspect.Row);
            }
        }
    }

    /// <summary>Reads one portion, in order.</summary>
    /// <param name="portion">Which one.</param>
    /// <param name="keys">Only these keys; <see langword="null"/>: all.</param>
    internal IEnumerable<Suspect> Read(int portion, IReadOnlySet<ulong>? keys)
    {
        _writer.Flush();
        _stream.Position = 0;
        using var reader = new BinaryReader(_stream, System.Text.Encoding.UTF8, leaveOpen: true);
        var portions = (ulong)Portions;
        for (var left = _lastPlace; left > 0; left--)
        {
            var hash = reader.ReadUInt64();
            var file = reader.ReadInt32();
            var line = reader.ReadInt64();
            var row = reader.ReadBytes(reader.ReadInt32());
            if (hash % portions == (ulong)portion && keys?.Contains(hash) != false)
                yield return new(hash, file == NoFile ? null : new ItemOrigin(_files[file], line), row);
        }
    }

    /// <summary>The place of a row among all suspects.</summary>
    internal static int PlaceOf(byte[] row) => BinaryPrimitives.ReadInt32BigEndian(row.AsSpan(^4));

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    // Files come one after the other.
    private int FileNumber(ItemOrigin? origin)
    {
        if (origin is not { File: var name })
            return NoFile;
        var known = _files.LastIndexOf(name);
        if (known >= 0)
            return known;
        _files.Add(name);
        return _files.Count - 1;
    }
}
