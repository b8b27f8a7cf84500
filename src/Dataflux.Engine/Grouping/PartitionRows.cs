using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Dataflux.Profiles;

namespace Dataflux.Engine.Grouping;

/// <summary>
/// Rows of one partition that wait for being written: their original lines and their places in the export. As bytes: the number of
/// rows, their places, their lines with line ends.
/// </summary>
internal sealed class PartitionRows
{
    private readonly List<long> _places = [];
    private byte[] _lines = [];
    private int _filled;

    internal int Count => _places.Count;

    /// <summary>The length of the lines collected.</summary>
    internal int Bytes => _filled;

    internal void Add(long place, ReadOnlySpan<byte> line)
    {
        var length = _filled + line.Length + 1;
        if (length > _lines.Length)
            Array.Resize(ref _lines, Math.Max(length, _lines.Length + (_lines.Length / 2)));

        line.CopyTo(_lines.AsSpan(_filled));
        _lines[length - 1] = (byte)'\n';
        _filled = length;
        _places.Add(place);
    }

    /// <summary>Writes the rows down and forgets them.</summary>
    /// <param name="to">At least <see cref="WrittenLength"/> long.</param>
    internal void Take(Span<byte> to)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, Count);
        to = to[sizeof(int)..];
        foreach (var place in CollectionsMarshal.AsSpan(_places))
        {
            BinaryPrimitives.WriteInt64LittleEndian(to, place);
            to = to[sizeof(long)..];
        }

        _lines.AsSpan(0, _filled).CopyTo(to);
        _places.Clear();
        _filled = 0;
    }

    /// <summary>How many bytes the rows are.</summary>
    internal int WrittenLength => sizeof(int) + (Count * sizeof(long)) + _filled;

    /// <summary>Rows that were written down, parsed again.</summary>
    internal static ItemBlock ToBlock(byte[] written)
    {
        var places = new long[BinaryPrimitives.ReadInt32LittleEndian(written)];
        var at = sizeof(int);
        for (var i = 0; i < places.Length; i++, at += sizeof(long))
            places[i] = BinaryPrimitives.ReadInt64LittleEndian(written.AsSpan(at));

        return ItemBlock.ParseNumbered(written.AsMemory(at), places);
    }
}
