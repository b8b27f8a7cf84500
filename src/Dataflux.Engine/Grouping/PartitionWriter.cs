using System.Buffers;
using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Grouping;

/// <summary>Spreads the rows of one part after another over the partitions of an export. Each reader has one.</summary>
internal sealed class PartitionWriter(ExportPartitions partitions) : IDisposable
{
    private readonly PartitionRows[] _rows = [.. Enumerable.Range(0, partitions.Count).Select(_ => new PartitionRows())];
    private readonly int _portion = partitions.PortionBytes;
    private ShelfWriter[] _shelves = [];

    /// <summary>The rows of the part so far.</summary>
    internal long Rows { get; private set; }

    /// <summary>Begins a part.</summary>
    internal void Begin(int part)
    {
        Rows = 0;
        _shelves = new ShelfWriter[partitions.Shelves];
        for (var i = 0; i < _shelves.Length; i++)
            _shelves[i] = new(partitions.PathOf(part, i));
    }

    /// <summary>Takes a row into memory.</summary>
    /// <param name="partition">Its partition's index.</param>
    /// <param name="place">Its place in the export.</param>
    /// <param name="line">Its original line.</param>
    internal void Add(int partition, long place, ReadOnlySpan<byte> line)
    {
        _rows[partition].Add(place, line);
        Rows++;
    }

    /// <summary>Writes what is enough to be written.</summary>
    /// <exception cref="GroupDiskException">The partitions take more than they may.</exception>
    internal void WriteFull() => Write(_portion);

    /// <summary>Ends the part: its rows are on disk afterwards.</summary>
    /// <exception cref="GroupDiskException">The partitions take more than they may.</exception>
    internal void Complete()
    {
        Write(portion: 1);
        foreach (var shelf in _shelves)
        {
            KillPoint.At(KillPoint.InPartitions);
            shelf.Complete();
        }

        partitions.Flush();
        _shelves = [];
    }

    public void Dispose()
    {
        foreach (var shelf in _shelves)
            shelf?.Dispose();

        _shelves = [];
    }

    private void Write(int portion)
    {
        for (var partition = 0; partition < _rows.Length; partition++)
        {
            var rows = _rows[partition];
            if (rows.Bytes < portion)
                continue;

            var length = rows.WrittenLength;
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            rows.Take(buffer);
            partitions.Grown(_shelves[partitions.ShelfOf(partition)].Write(partition, buffer.AsSpan(0, length)));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
