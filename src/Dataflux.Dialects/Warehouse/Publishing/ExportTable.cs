using System.Globalization;
using Dataflux.Dialects.Staging;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Dialects.Warehouse.Publishing.Partitions;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>The rows that one export of a chain brings to one table.</summary>
/// <param name="table">The table.</param>
/// <param name="segments">What is staged of the export, in the order of the source.</param>
/// <param name="export">Which export it is.</param>
/// <param name="replay">Which replay of its rejects; 0: none.</param>
internal sealed class ExportTable(FileTable table, IReadOnlyList<Segment> segments, int export, int replay)
{
    // So many rows an export may have, and so many times its rejects may be replayed, before rows of the next one.
    private const int RowBits = 40;
    private const int ReplayBits = 10;

    /// <summary>Makes the files.</summary>
    internal async Task<List<(ManifestFile File, string Path)>> MakeAsync(
        FilesOptions options, FileLimits limits, string folder, CancellationToken cancellation)
    {
        if (options.PartitionBy.Select(key => key.Refusal(table)).FirstOrDefault(static refusal => refusal is not null) is { } refused)
            throw new TargetException(refused);

        var writer = new TableWriter(table, options, limits, folder);
        var files = new List<(ManifestFile File, string Path)>();
        if (options.PartitionBy.Count == 0)
        {
            files.AddRange(await writer.WriteAsync(Rows(), Prefix(""), export, replay, cancellation));
        }
        else
        {
            using var spread = new PartitionSpread(Path.Combine(folder, "spread"), options.PartitionBy, limits.SpreadBytes);
            spread.Add(table, Rows());
            foreach (var (partition, file) in spread.Complete())
                files.AddRange(await writer.WriteAsync(RowsOf(file), Prefix(partition + "/"), export, replay, cancellation));
        }

        var (staged, written) = (segments.SelectMany(static one => one.Head.Tables).Where(one => one.Name == table.Name)
            .Sum(static one => one.Rows), files.Sum(static one => one.File.Rows));
        return staged == written
            ? files
            : throw new TargetException($"{staged} rows of '{table.Name}' were staged, and {written} are in files; nothing was published");
    }

    private static IEnumerable<(ReadOnlyMemory<byte> Row, long Sequence)> RowsOf(string file)
    {
        foreach (var row in RowStream.Read(file, 0, new FileInfo(file).Length))
            yield return (row[sizeof(long)..], BitConverter.ToInt64(row.Span));
    }

    private string Prefix(string partition) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Uri.EscapeDataString(table.Name)}/{partition}{export:D4}-{(replay > 0 ? $"replay{replay:D3}-" : "")}");

    private IEnumerable<(ReadOnlyMemory<byte> Row, long Sequence)> Rows()
    {
        var sequence = (((long)export << ReplayBits) + replay) << RowBits;
        foreach (var segment in segments)
        {
            foreach (var row in segment.Rows(table.Name))
                yield return (row, sequence++);
        }
    }
}
