using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Reporting;

/// <summary>What is known when a run begins.</summary>
/// <param name="Export">The export.</param>
/// <param name="Target">The target, for people.</param>
/// <param name="PartsDone">Parts that an earlier, interrupted run completed.</param>
/// <param name="ItemsDone">The items of those parts.</param>
/// <param name="Writers">Sessions that will write.</param>
public sealed record RunStart(Export Export, string Target, int PartsDone, long ItemsDone, int Writers)
{
    /// <summary>The number of the run.</summary>
    public long Run { get; init; }

    /// <summary>
    /// The partitions over which rows are spread before they are grouped; <see langword="null"/> when each part is grouped by itself.
    /// </summary>
    public int? Partitions { get; init; }

    /// <summary>Partitions that an earlier, interrupted run completed.</summary>
    public int PartitionsDone { get; init; }

    /// <summary>The items that an earlier, interrupted run brought to their place.</summary>
    public long ItemsSettled { get; init; }
}
