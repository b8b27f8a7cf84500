using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Engine.Tracing;

/// <summary>
/// Takes a sample of an export: the first items of parts spread evenly over it, and of more parts only when those have too few.
/// Memory is bounded whatever the export's size, and so is time, unless items are looked for.
/// </summary>
/// <param name="source">The source; owned by the caller.</param>
/// <param name="export">What it opened.</param>
/// <param name="nul">
/// What becomes of characters that databases cannot hold; the definition's own, so that the sample is what a run reads.
/// </param>
/// <param name="options">How patient to be with an outage.</param>
/// <param name="observer">Told of outages.</param>
/// <param name="time">Where the time comes from.</param>
public sealed class ItemSampler(
    ISource source, Export export, NulPolicy nul, MigrationOptions options, IMigrationObserver observer, TimeProvider time)
{
    private const int SpreadOver = 8;
    private const int MostParts = 64;
    private const long MostBytes = 64L * 1024 * 1024;

    private readonly SortedDictionary<int, SampledPart> _parts = [];
    private int _items;
    private long _bytes;

    /// <summary>Reads the sample; the sampler is spent then.</summary>
    /// <param name="items">How many items to take, 1 or more; fewer are taken when there are no more, or when 64 MiB are reached.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="SourceException">A part is missing, truncated, corrupt or changed, or an outage outlasts the patience.</exception>
    public async Task<ItemSample> ReadAsync(int items, CancellationToken stop)
    {
        var (spread, others) = Choose();
        for (var i = 0; i < spread.Count && !IsEnough(items); i++)
        {
            var parts = spread.Count - i;
            await ReadAsync(spread[i], (items - _items + parts - 1) / parts, stop);
        }

        for (var i = 0; i < others.Count && !IsEnough(items) && _parts.Count < MostParts; i++)
            await ReadAsync(others[i], items - _items, stop);

        return new ItemSample([.. _parts.Values], _items == export.ItemCount);
    }

    /// <summary>Looks for items instead, part after part, until there are enough; the sampler is spent then.</summary>
    /// <param name="matches">What each item is to have, all of it.</param>
    /// <param name="items">How many items to take at most, 1 or more; fewer when there are no more, or when 64 MiB are reached.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="SourceException">A part is missing, truncated, corrupt or changed, or an outage outlasts the patience.</exception>
    public async Task<ItemSample> FindAsync(IReadOnlyList<AttributeMatch> matches, int items, CancellationToken stop)
    {
        for (var i = 0; i < export.Parts.Count && !IsEnough(items); i++)
            await ReadAsync(i, items - _items, stop, item => matches.All(match => match.Holds(item)));

        return new ItemSample([.. _parts.Values], _items == export.ItemCount);
    }

    /// <summary>
    /// The parts by their indexes: those to spread the sample over, the smallest first, so that what they lack falls to the larger ones.
    /// </summary>
    private (List<int> Spread, List<int> Others) Choose()
    {
        var filled = Enumerable.Range(0, export.Parts.Count).Where(index => export.Parts[index].ItemCount != 0).ToList();
        var count = Math.Min(SpreadOver, filled.Count);
        var spread = Enumerable.Range(0, count).Select(i => filled[(int)((long)i * filled.Count / count)]).ToList();
        var others = filled.Except(spread).ToList();
        spread.Sort((a, b) => SizeOf(a) is var size && size.CompareTo(SizeOf(b)) is not 0 and var order ? order : a.CompareTo(b));
        return (spread, others);
    }

    private long SizeOf(int part) => export.Parts[part].ItemCount ?? long.MaxValue;

    private bool IsEnough(int items) => _items >= items || _bytes >= MostBytes;

    private async Task ReadAsync(int part, int wanted, CancellationToken stop, Func<Item, bool>? isMeant = null)
    {
        var patience = new Patience($"reading {export.Parts[part].ShortName}", source.Classify, options, observer, time);
        var taken = new List<SampledItem>();
        await foreach (var (block, first) in new PartReader(CleanedSource.Of(source, nul), patience).ReadAsync(export.Parts[part], stop))
        {
            for (var index = first; index < block.Count && taken.Count < wanted && _bytes < MostBytes; index++)
            {
                var item = new SampledItem(block, index);
                if (isMeant is not null && (item.Item is not { } whole || !isMeant(whole)))
                    continue;

                taken.Add(item);
                _bytes += item.Original.Length;
            }

            if (taken.Count >= wanted || _bytes >= MostBytes)
                break;
        }

        if (taken.Count > 0)
        {
            _parts.Add(part, new SampledPart(export.Parts[part], taken));
            _items += taken.Count;
        }
    }
}
