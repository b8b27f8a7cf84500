using Dataflux.Engine.Sources;

namespace Dataflux.Authoring.Packing;

/// <summary>Takes the first items of every file of an export, so many from each that the sample is spread over all of them.</summary>
internal static class SampleReader
{
    private const long MostBytes = 64L << 20;

    /// <summary>Reads a sample: the same for the same export, and never more than 64 MiB.</summary>
    /// <param name="source">The source; owned by the caller.</param>
    /// <param name="export">What it opened.</param>
    /// <param name="items">How many items are wanted.</param>
    /// <param name="stop">Stops the reading.</param>
    internal static async Task<IReadOnlyList<SampleFile>> ReadAsync(ISource source, Export export, int items, CancellationToken stop)
    {
        var files = export.Files.Where(file => file.ItemCount != 0).ToList();
        var sample = new List<SampleFile>();
        var left = items;
        var bytesLeft = MostBytes;
        for (var i = 0; i < files.Count && left > 0 && bytesLeft > 0; i++)
        {
            // An even share of what is left, rounded up: small files leave their share to those behind them.
            var share = (left + files.Count - i - 1) / (files.Count - i);
            var lines = await ReadAsync(source, files[i], share, bytesLeft, stop);
            left -= lines.Count;
            bytesLeft -= lines.Sum(line => (long)line.Line.Length);
            if (lines.Count > 0)
                sample.Add(new SampleFile(files[i].Name, lines));
        }

        return sample;
    }

    private static async Task<IReadOnlyList<(long Number, byte[] Line)>> ReadAsync(
        ISource source, ExportFile file, int share, long bytesLeft, CancellationToken stop)
    {
        var lines = new List<(long Number, byte[] Line)>();
        await foreach (var block in source.ReadAsync(file, stop))
        {
            for (var i = 0; i < block.Count && lines.Count < share && bytesLeft > 0; i++)
            {
                if (block.Error(i) is not null)
                    continue;

                lines.Add((block.LineNumber(i), block.Line(i).ToArray()));
                bytesLeft -= block.Line(i).Length;
            }

            if (lines.Count == share || bytesLeft <= 0)
                break;
        }

        return lines;
    }
}
