using Dataflux.Engine;
using Dataflux.Engine.Sources;

namespace Dataflux.Cli.Checking.Proving;

/// <summary>Some items of an export, in memory.</summary>
/// <param name="Export">The export they are of.</param>
/// <param name="Files">The files they are of, in the order their records must reach the target.</param>
internal sealed record SampledExport(Export Export, IReadOnlyList<SampledFile> Files)
{
    private const int MostFiles = 12;

    /// <summary>How many items there are.</summary>
    internal int Count => Files.Sum(file => file.Lines.Count);

    /// <summary>Takes the first items of several files, spread over the export; of every export of a chain.</summary>
    /// <param name="source">The source.</param>
    /// <param name="export">The export, as the source opened it.</param>
    /// <param name="items">How many items.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="SourceException">A file cannot be read.</exception>
    internal static async Task<SampledExport> TakeAsync(ISource source, Export export, int items, CancellationToken stop)
    {
        var chosen = Choose(export.Files);
        var files = new List<SampledFile>(chosen.Count);
        var left = items;
        for (var i = 0; i < chosen.Count && left > 0; i++)
        {
            var share = Math.Max(1, left / (chosen.Count - i));
            var lines = await TakeAsync(source, chosen[i], share, stop);
            if (lines.Count > 0)
                files.Add(new SampledFile(chosen[i] with { ItemCount = lines.Count, Size = null }, lines));
            left -= lines.Count;
        }

        return new SampledExport(export, files);
    }

    /// <summary>The same items as files in another order, or as other files.</summary>
    /// <param name="arrange">Gets the files of one export of a chain, whose order among each other decides nothing.</param>
    internal SampledExport Arranged(Func<IReadOnlyList<SampledFile>, IEnumerable<SampledFile>> arrange) =>
        this with { Files = [.. Files.GroupBy(file => file.File.Link).OrderBy(link => link.Key).SelectMany(link => arrange([.. link]))] };

    private static async Task<List<ReadOnlyMemory<byte>>> TakeAsync(ISource source, ExportFile file, int items, CancellationToken stop)
    {
        var lines = new List<ReadOnlyMemory<byte>>(items);
        await foreach (var block in source.ReadAsync(file, stop))
        {
            for (var i = 0; i < block.Count && lines.Count < items; i++)
            {
                lines.Add(block.Line(i));
            }

            if (lines.Count == items)
                break;
        }

        return lines;
    }

    private static List<ExportFile> Choose(IReadOnlyList<ExportFile> files)
    {
        var links = files.Where(file => file.ItemCount is not 0).GroupBy(file => file.Link).ToList();
        var each = Math.Max(2, MostFiles / Math.Max(1, links.Count));
        var chosen = new List<ExportFile>();
        foreach (var link in links.Select(link => link.ToList()))
        {
            for (var i = 0; i < Math.Min(each, link.Count); i++)
            {
                chosen.Add(link[(int)((long)i * link.Count / Math.Min(each, link.Count))]);
            }
        }

        return chosen;
    }
}
