using System.Globalization;
using System.Security.Cryptography;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Formats;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Warehouse.Options;

namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>Writes rows of one table and partition into files of a bounded size; the same rows make the same files.</summary>
/// <param name="table">The table.</param>
/// <param name="options">The options.</param>
/// <param name="limits">How large files become.</param>
/// <param name="folder">Takes the files.</param>
internal sealed class TableWriter(FileTable table, FilesOptions options, FileLimits limits, string folder)
{
    private readonly IReadOnlyList<int> _columns =
    [
        .. Enumerable.Range(0, table.All.Count)
            .Where(place => !options.PartitionBy.Any(key => key.Unit is null && key.Column == table.All[place].Name)),
    ];

    private readonly RowGroup _group = new(table);

    /// <summary>Writes the files.</summary>
    /// <param name="rows">The rows with their numbers.</param>
    /// <param name="prefix">What their names begin with, folders included.</param>
    /// <param name="export">Which export of a chain they are of.</param>
    /// <param name="replay">Which replay.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The files, with their paths on disk.</returns>
    internal async Task<List<(ManifestFile File, string Path)>> WriteAsync(
        IEnumerable<(ReadOnlyMemory<byte> Row, long Sequence)> rows, string prefix, int export, int replay, CancellationToken cancellation)
    {
        var files = new List<(ManifestFile File, string Path)>();
        using var all = rows.GetEnumerator();
        for (var more = all.MoveNext(); more;)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N}.file"));
            var count = 0L;
            await using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1024 * 1024))
            {
                await using (var file = await OpenAsync(stream, cancellation))
                {
                    do
                    {
                        _group.Clear();
                        for (; more && _group.Bytes < limits.GroupBytes; more = all.MoveNext())
                            _group.Add(all.Current.Row.Span, all.Current.Sequence);

                        await file.WriteAsync(_group, cancellation);
                        count += _group.Rows;
                    }
                    while (more && stream.Position < limits.FileBytes);
                }

                await stream.FlushAsync(cancellation);
            }

            var hash = await HashAsync(path, cancellation);
            var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{files.Count:D5}-{hash[..16]}.{Ending}");
            files.Add((new(name, count, new FileInfo(path).Length, hash, export, replay), path));
        }

        return files;
    }

    private string Ending => options.Format switch
    {
        FileFormat.Parquet => "parquet",
        FileFormat.Ndjson => "ndjson",
        _ => "csv",
    };

    private async Task<ITableFile> OpenAsync(Stream stream, CancellationToken cancellation) => options.Format switch
    {
        FileFormat.Parquet => await ParquetTableFile.CreateAsync(table, _columns, stream, cancellation),
        FileFormat.Ndjson => new NdjsonTableFile(_columns, stream),
        _ => CsvTableFile.Create(table, _columns, stream),
    };

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }
}
