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
        var parts = export.Parts.Where(part => part.ItemCount != 0).ToList();
        var sample = new List<SampleFile>();
        var left = items;
        var bytesLeft = MostBytes;
        for (var i = 0; i < parts.Count && left > 0 && bytesLeft > 0; i++)
        {
            // An even share of what is left, rounded up: small files leave their share to those behind them.
            var share = (left + parts.Count - i - 1) / (parts.Count - i);
            var lines = await ReadAsync(source, parts[i], share, bytesLeft, stop);
            left -= lines.Count;
            bytesLeft -= lines.Sum(line => (long)line.Line.Length);
            if (lines.Count > 0)
                sample.Add(new SampleFile(parts[i].Name, lines));
        }

        return sample;
    }

    private static async Task<IReadOnlyList<(long Number, byte[] Line)>> ReadAsync(
        ISource source, SourcePart part, int share, long bytesLeft, CancellationToken stop)
    {
        var lines = new List<(long Number, byte[] Line)>();
        await foreach (var block in source.ReadAsync(part, stop))
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
