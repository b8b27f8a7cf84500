using System.Buffers.Binary;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Formats;

namespace Dataflux.Dialects.Warehouse.Publishing.Partitions;

/// <summary>
/// Shares rows out among partitions, on disk: they come in the order of the source, and leave partition after partition, each in that
/// order.
/// </summary>
/// <param name="folder">Takes a file for each partition; it is this object's own.</param>
/// <param name="keys">What divides rows; none: they all belong together.</param>
/// <param name="memory">How many bytes of rows wait in memory.</param>
internal sealed class PartitionSpread(string folder, IReadOnlyList<PartitionKey> keys, long memory) : IDisposable
{
    private readonly SortedDictionary<string, MemoryStream> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly byte[] _head = new byte[sizeof(int) + sizeof(long)];
    private long _bytes;

    /// <summary>The partitions with their files, in the order of their names.</summary>
    internal IEnumerable<(string Partition, string File)> Complete()
    {
        Flush();
        return _files.Select(static pair => (pair.Key, pair.Value)).OrderBy(static pair => pair.Key, StringComparer.Ordinal).ToList();
    }

    /// <summary>Adds rows.</summary>
    /// <param name="table">Their table.</param>
    /// <param name="rows">The rows as they are staged, with their numbers.</param>
    internal void Add(FileTable table, IEnumerable<(ReadOnlyMemory<byte> Row, long Sequence)> rows)
    {
        Directory.CreateDirectory(folder);
        var one = new RowGroup(table);
        foreach (var (row, sequence) in rows)
        {
            one.Clear();
            one.Add(row.Span, sequence);
            var partition = string.Join('/', keys.Select(key => key.FolderOf(one, 0)));
            if (!_waiting.TryGetValue(partition, out var waiting))
                _waiting.Add(partition, waiting = new());

            BinaryPrimitives.WriteInt32LittleEndian(_head, row.Length + sizeof(long));
            BinaryPrimitives.WriteInt64LittleEndian(_head.AsSpan(sizeof(int)), sequence);
            waiting.Write(_head);
            waiting.Write(row.Span);
            _bytes += row.Length + _head.Length;
            if (_bytes >= memory)
                Flush();
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private void Flush()
    {
        foreach (var (partition, rows) in _waiting)
        {
            if (!_files.TryGetValue(partition, out var file))
                _files.Add(partition, file = Path.Combine(folder, $"{_files.Count:D6}.rows"));

            using var stream = new FileStream(file, FileMode.Append);
            rows.WriteTo(stream);
        }

        _waiting.Clear();
        _bytes = 0;
    }
}
