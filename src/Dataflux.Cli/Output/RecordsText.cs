using Dataflux.Composing.Output;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Output;

/// <summary>What became of records, in words; what a target does not tell apart, or has none of, is left out.</summary>
internal static class RecordsText
{
    internal static string Of(WriteCounts records) =>
        (records.Written > 0 ? $"{Figures.Count(records.Written)} written, " : "")
        + $"{Figures.Count(records.Inserted)} inserted, {Figures.Count(records.Updated)} updated"
        + (records.Overwritten > 0 ? $" ({Figures.Count(records.Overwritten)} over another record of the run)" : "")
        + $", {Figures.Count(records.Unchanged)} unchanged"
        + (records.Deleted > 0 ? $", {Figures.Count(records.Deleted)} deleted" : "")
        + (records.Older > 0 ? $", {Figures.Count(records.Older)} older than what is there" : "");
}
