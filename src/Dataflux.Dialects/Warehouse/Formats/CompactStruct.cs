namespace Dataflux.Dialects.Warehouse.Formats;

/// <summary>
/// Copies a struct of Thrift's compact protocol, in which the metadata of Parquet is written, without some of its fields
/// (github.com/apache/thrift, doc/specs/thrift-compact-protocol.md).
/// </summary>
/// <param name="bytes">The struct.</param>
/// <param name="leaves">Says by the path of its numbers which field is left out.</param>
internal sealed class CompactStruct(byte[] bytes, Func<IReadOnlyList<int>, bool> leaves)
{
    private const int Stop = 0;
    private const int LastBoolean = 2;
    private const int Byte = 3;
    private const int LastVariable = 6;
    private const int Double = 7;
    private const int Binary = 8;
    private const int LastList = 10;
    private const int Map = 11;
    private readonly List<byte> _copy = new(bytes.Length);
    private readonly List<int> _path = [];
    private int _at;

    /// <summary>Copies it.</summary>
    internal byte[] Copy()
    {
        CopyStruct(writes: true);
        return [.. _copy];
    }

    private void CopyStruct(bool writes)
    {
        var (read, written) = (0, 0);
        for (int head; (head = bytes[_at++]) != Stop;)
        {
            var type = head & 0xf;
            read = head >> 4 == 0 ? (int)ZigZag() : read + (head >> 4);
            _path.Add(read);
            var keeps = writes && !leaves(_path);
            if (keeps)
            {
                WriteHead(read - written, read, type);
                written = read;
            }

            CopyValue(type, keeps, isElement: false);
            _path.RemoveAt(_path.Count - 1);
        }

        if (writes)
            _copy.Add(Stop);
    }

    private void WriteHead(int delta, int field, int type)
    {
        if (delta is > 0 and <= 15)
        {
            _copy.Add((byte)((delta << 4) | type));
            return;
        }

        _copy.Add((byte)type);
        for (var rest = (uint)(field << 1); ; rest >>= 7)
        {
            _copy.Add((byte)(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest));
            if (rest <= 0x7f)
                return;
        }
    }

    // A boolean field is its type; as an element of a list it is a byte.
    private void CopyValue(int type, bool writes, bool isElement)
    {
        var start = _at;
        switch (type)
        {
            case <= LastBoolean:
                _at += isElement ? 1 : 0;
                break;
            case Byte:
                _at++;
                break;
            case <= LastVariable:
                Variable();
                break;
            case Double:
                _at += sizeof(double);
                break;
            case Binary:
                var length = (int)Variable();
                _at += length;
                break;
            case <= LastList:
                CopyList(writes);
                return;
            case Map:
                throw new InvalidDataException("the metadata of the Parquet file has a map, which Parquet does not know");
            default:
                CopyStruct(writes);
                return;
        }

        if (writes)
            _copy.AddRange(bytes.AsSpan(start, _at - start));
    }

    private void CopyList(bool writes)
    {
        var start = _at;
        var head = bytes[_at++];
        var count = head >> 4 == 15 ? (int)Variable() : head >> 4;
        if (writes)
            _copy.AddRange(bytes.AsSpan(start, _at - start));

        for (var i = 0; i < count; i++)
            CopyValue(head & 0xf, writes, isElement: true);
    }

    private ulong Variable()
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[_at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private long ZigZag() => (long)Variable() is var value ? (value >>> 1) ^ -(value & 1) : 0;
}
