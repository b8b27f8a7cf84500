using System.Globalization;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Engine.Inspection;

/// <summary>
/// Reads an export and says what is in it: first some items of several parts, to learn what tells the kinds apart, then all of
/// them or a sample. Holds figures, never items, so memory does not grow with the export.
/// </summary>
/// <param name="source">The source; owned by the caller.</param>
/// <param name="export">What it opened.</param>
/// <param name="options">How to inspect.</param>
/// <param name="observer">Told of outages.</param>
/// <param name="time">Where the time comes from.</param>
public sealed class Inspector(ISource source, Export export, InspectionOptions options, IMigrationObserver observer, TimeProvider time)
{
    private const int PartsToLearnFrom = 8;
    private const int ItemsToLearnFrom = 500;

    private readonly AttributeBudget _budget = new();
    private long _items;
    private long _deletes;
    private long _malformed;
    private string? _firstMalformed;
    private int _parts;
    private long _bytes;
    private bool _isCut;

    /// <summary>Told now and then how many items were read.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>Reads the export.</summary>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="SourceException">A part is missing, truncated, corrupt or changed.</exception>
    public async Task<ExportInspection> InspectAsync(CancellationToken stop)
    {
        var learner = KindLearner.From(await SomeAsync(stop));
        var kinds = learner.Learn(_budget);
        var key = new KeyFinder(learner.Items, learner.Keys);
        for (var part = 0; part < export.Parts.Count; part++)
        {
            if (IsEnough(part))
            {
                _isCut = true;
                break;
            }

            await ReadAsync(part, kinds, key, stop);
        }

        var found = kinds.Kinds.Select(static kind => kind.Findings()).OrderByDescending(static kind => kind.Items).ToList();
        return new ExportInspection
        {
            Items = _items,
            Deletes = _deletes,
            Malformed = _malformed,
            FirstMalformed = _firstMalformed,
            Parts = _parts,
            Bytes = _bytes,
            IsSample = _isCut && _items + _malformed != export.ItemCount,
            KindRule = found.Count > 1 ? kinds.Rule : new KindRule(KindRuleType.None, []),
            Keys = key.Findings(),
            Kinds = KindNaming.Named(found),
            Notices = [.. Notices(kinds)],
        };
    }

    private async Task<List<Item>> SomeAsync(CancellationToken stop)
    {
        var items = new List<Item>();
        var filled = export.Parts.Where(static part => part.ItemCount != 0).ToList();
        var step = Math.Max(1, filled.Count / PartsToLearnFrom);
        for (var i = 0; i < filled.Count && i / step < PartsToLearnFrom; i += step)
        {
            var left = ItemsToLearnFrom;
            await foreach (var (block, first) in NewReader().ReadAsync(filled[i], stop))
            {
                for (var index = first; index < block.Count && left > 0; index++, left--)
                {
                    if (block.Error(index) is null)
                        items.Add(block.Item(index));
                }

                if (left == 0)
                    break;
            }
        }

        return items;
    }

    private async Task ReadAsync(int part, KindSorter kinds, KeyFinder key, CancellationToken stop)
    {
        _parts++;
        var left = Quota(part);
        await foreach (var (block, first) in NewReader().ReadAsync(export.Parts[part], stop))
        {
            for (var i = first; i < block.Count && left > 0; i++, left--)
            {
                if (block.Error(i) is { } error)
                {
                    _malformed++;
                    _firstMalformed ??= string.Create(
                        CultureInfo.InvariantCulture, $"{export.Parts[part].Name} line {block.LineNumber(i)}: {error}");
                    continue;
                }

                Add(block.Item(i), part, kinds, key);
                _bytes += block.Line(i).Length;
            }

            Progress?.Invoke(_items);
            if (left == 0)
            {
                _isCut = true;
                break;
            }
        }
    }

    private void Add(Item item, int part, KindSorter kinds, KeyFinder key)
    {
        _items++;
        kinds.Of(item).Add(item, part);
        if (item.Change == Change.Delete)
            _deletes++;
        else
            key.Add(item);
    }

    private bool IsEnough(int part) => options.Sample is not null && Quota(part) <= 0;

    /// <summary>How many lines of a part to read: what is still wanted, spread evenly over the parts that are left.</summary>
    private long Quota(int part)
    {
        if (options.Sample is not { } sample)
            return long.MaxValue;

        var parts = export.Parts.Count - part;
        return (sample - _items - _malformed + parts - 1) / parts;
    }

    private PartReader NewReader() => new(
        source,
        new Patience(
            $"reading the {export.Terms.Whole}", source.Classify, new MigrationOptions { RetryFor = options.RetryFor }, observer, time));

    private IEnumerable<string> Notices(KindSorter kinds)
    {
        if (kinds.HasOtherKinds)
            yield return $"there are more than {KindSorter.MostKinds} kinds of items; the others are taken together";

        if (kinds.Kinds.Any(static kind => kind.HasOther))
            yield return $"a map has more than {AttributeSet.MostNames} different names; the others are taken together as '*'";

        if (_budget.IsExceeded)
        {
            yield return $"there are more than {AttributeBudget.Most} attributes, those in maps and lists included; the others were not "
                + "looked at";
        }
    }
}
