using Dataflux.Engine.Reporting;

namespace Dataflux.Cli.Output;

/// <summary>How far a run is, in items.</summary>
internal static class Progressed
{
    /// <summary>
    /// The items that have found their place: committed, skipped or rejected. What is only read ahead is not done, so neither the rate
    /// nor the time that remains speaks of it. Where all rows are spread over partitions before they are grouped, an item counts half
    /// when it was read and whole when it is in its place, so that both phases move the bar.
    /// </summary>
    internal static long Items(RunCounts counts, bool inPhases) => inPhases ? (counts.Items + counts.Settled) / 2 : counts.Settled;

    /// <summary>What earlier, interrupted runs had done, measured likewise.</summary>
    internal static long Before(RunStart start) =>
        start.Partitions is null ? start.ItemsSettled : (start.ItemsDone + start.ItemsSettled) / 2;
}
