using Dataflux.Engine.Reporting;

namespace Dataflux.Cli.Output;

/// <summary>How far a run is, in items.</summary>
internal static class Progressed
{
    /// <summary>
    /// The items read; where all rows are spread over partitions before they are grouped, an item counts half when it was read and
    /// whole when it is in its place, so that both phases move the bar.
    /// </summary>
    internal static long Items(RunCounts counts, bool inPhases) => inPhases ? (counts.Items + counts.Settled) / 2 : counts.Items;

    /// <summary>What earlier, interrupted runs had done, measured likewise.</summary>
    internal static long Before(RunStart start) => start.Partitions is null ? start.ItemsDone : (start.ItemsDone + start.ItemsSettled) / 2;
}
