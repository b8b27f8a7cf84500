using System.Buffers;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Grouping;

/// <summary>Spreads the rows of one file after another over the partitions of an export. Each reader has one.</summary>
internal sealed class PartitionWriter(ExportPartitions partitions) : IDisposable
{
    private PartitionRows[] _rows = [];
    private ShelfWriter[] _shelves = [];
    private int _portion;
    private int _file;

    /// <summary>Begins a file; what an unfinished one left is forgotten.</summary>
    internal void Begin(int file)
    {
        Dispose();
        _file = file;
        if (_rows.Length != partitions.Count)
        {
            _rows = new PartitionRows[partitions.Count];
            for (var i = 0; i < _rows.Length; i++)
            {
                _rows[i] = new();
            }

            _portion = partitions.PortionBytes;
        }

        foreach (var rows in _rows)
        {
            rows.Clear();
        }

        _shelves = new ShelfWriter[partitions.Shelves];
        for (var i = 0; i < _shelves.Length; i++)
        {
            _shelves[i] = new(partitions.PathOf(file, i));
        }
    }

    /// <summary>Takes a row into memory.</summary>
    /// <param name="hash">Its key's hash.</param>
    /// <param name="place">Its place in the export.</param>
    /// <param name="line">Its original line.</param>
    internal void Add(uint hash, long place, ReadOnlySpan<byte> line) => _rows[partitions.Of(hash)].Add(place, line);

    /// <summary>Writes what is enough to be written.</summary>
    /// <exception cref="GroupDiskException">The partitions take more than they may.</exception>
    internal void WriteFull() => Write(_portion);

    /// <summary>Ends the file: its rows are on disk afterwards.</summary>
    /// <exception cref="GroupDiskException">The partitions take more than they may.</exception>
    internal void Complete()
    {
        Write(portion: 1);
        foreach (var shelf in _shelves)
        {
            KillPoint.At(KillPoint.InPartitions);
            shelf.Complete();
        }

        FolderSync.Flush(Path.GetDirectoryName(partitions.PathOf(_file, 0))!);
        _shelves = [];
    }

    public void Dispose()
    {
        foreach (var shelf in _shelves)
        {
            shelf?.Dispose();
        }

        _shelves = [];
    }

    private void Write(int portion)
    {
        for (var partition = 0; partition < _rows.Length; partition++)
        {
            var rows = _rows[partition];
            if (rows.Bytes < portion)
            {
                continue;
            }

            var length = rows.WrittenLength;
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            rows.Take(buffer);
            partitions.Grown(_shelves[partitions.ShelfOf(partition)].Write(partition, buffer.AsSpan(0, length)));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
