using System.Text.Json.Serialization;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Reporting;

/// <summary>
/// The accounting of a part or a run: <c>Items = Kept + Skipped + Rejected</c>, on the way <c>+ Waiting</c>, and with
/// <see cref="Plans.GroupScope.Export"/> <c>+ Partitioned</c>.
/// </summary>
public sealed record RunCounts
{
    // Also for a member that is missing in what was read: the generated reader assigns null then.
    private static readonly IReadOnlyDictionary<string, long> None = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Items read.</summary>
    public long Items { get; init; }

    /// <summary>The length of these items' lines, decompressed, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Items whose rows were written (as part of their group's records).</summary>
    public long Kept { get; init; }

    /// <summary>
    /// Items skipped by design, by the function that did it: <c>parseItem</c>, <c>filter</c>, <c>groupRows</c>, <c>transform</c>,
    /// <c>deleteItem</c>, or <c>delete</c> without that one.
    /// </summary>
    public IReadOnlyDictionary<string, long> Skipped { get; init => field = value ?? None; } = None;

    /// <summary>
    /// Items in the reject file, by stage: <c>read</c>, <c>parseItem</c>, <c>filter</c>, <c>groupKey</c>, <c>groupRows</c>,
    /// <c>transform</c>, <c>upsert</c>.
    /// </summary>
    public IReadOnlyDictionary<string, long> Rejected { get; init => field = value ?? None; } = None;

    /// <summary>Items that wait on disk for a row that their records refer to; 0 when a run is complete.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Waiting { get; init; }

    /// <summary>
    /// Items whose rows lie in partitions on disk and are not grouped yet; of a partition that is done the negative number of its
    /// rows, because they were counted with their parts. 0 when a run is complete.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Partitioned { get; init; }

    /// <summary>Groups made of the kept rows.</summary>
    public long Groups { get; init; }

    /// <summary>What happened to the records.</summary>
    public WriteCounts Records { get; init; }

    /// <summary>Transactions committed.</summary>
    public long Batches { get; init; }

    /// <summary>All skipped items.</summary>
    public long SkippedTotal => Sum(Skipped);

    /// <summary>All rejected items.</summary>
    public long RejectedTotal => Sum(Rejected);

    /// <summary>Items that have found their place.</summary>
    [JsonIgnore]
    public long Settled => Kept + SkippedTotal + RejectedTotal;

    /// <summary>Whether every item is in exactly one place.</summary>
    public bool AddUp => Items == Settled + Waiting + Partitioned;

    /// <summary>Adds two counts.</summary>
    public static RunCounts operator +(RunCounts a, RunCounts b) => new()
    {
        Items = a.Items + b.Items,
        Bytes = a.Bytes + b.Bytes,
        Kept = a.Kept + b.Kept,
        Skipped = Merge(a.Skipped, b.Skipped),
        Rejected = Merge(a.Rejected, b.Rejected),
        Waiting = a.Waiting + b.Waiting,
        Partitioned = a.Partitioned + b.Partitioned,
        Groups = a.Groups + b.Groups,
        Records = a.Records + b.Records,
        Batches = a.Batches + b.Batches,
    };

    /// <summary>The account without some rejected items, which are to be counted again.</summary>
    /// <param name="rejected">How many, by stage.</param>
    /// <param name="inPartitions">Receives those of them that were rejected after they had been spread over partitions.</param>
    internal RunCounts Without(IReadOnlyDictionary<string, long> rejected, Dictionary<string, long> inPartitions)
    {
        long spread = 0;
        foreach (var (stage, count) in rejected)
        {
            var later = count - Math.Min(count, OnDiskBy(stage));
            inPartitions[stage] = inPartitions.GetValueOrDefault(stage) + later;
            spread += later;
        }

        return this with
        {
            Items = Items - Sum(rejected),
            Partitioned = Partitioned - spread,
            Rejected = Less(rejected),
            Waiting = LessWaiting(rejected),
        };
    }

    /// <summary>The account of partitions without some rejected items, which are to be counted again.</summary>
    /// <param name="rejected">How many, by stage.</param>
    internal RunCounts WithoutPartitioned(IReadOnlyDictionary<string, long> rejected) =>
        this with { Partitioned = Partitioned + Sum(rejected), Rejected = Less(rejected), Waiting = LessWaiting(rejected) };

    private long OnDiskBy(string stage) => stage == StageNames.Waiting ? Waiting : Rejected.GetValueOrDefault(stage);

    private long LessWaiting(IReadOnlyDictionary<string, long> rejected) =>
        Math.Max(0, Waiting - rejected.GetValueOrDefault(StageNames.Waiting));

    private SortedDictionary<string, long> Less(IReadOnlyDictionary<string, long> rejected)
    {
        var left = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (stage, count) in Rejected)
        {
            if (count > rejected.GetValueOrDefault(stage))
                left[stage] = count - rejected.GetValueOrDefault(stage);
        }

        return left;
    }

    private static long Sum(IReadOnlyDictionary<string, long> counts)
    {
        long sum = 0;
        foreach (var (_, count) in counts)
            sum += count;

        return sum;
    }

    private static SortedDictionary<string, long> Merge(IReadOnlyDictionary<string, long> a, IReadOnlyDictionary<string, long> b)
    {
        var merged = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var counts in new[] { a, b })
        {
            foreach (var (reason, count) in counts)
                merged[reason] = merged.GetValueOrDefault(reason) + count;
        }

        return merged;
    }
}
