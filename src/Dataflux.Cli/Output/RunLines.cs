using Dataflux.Composing.Output;
using Dataflux.Definitions;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Output;

/// <summary>The text of every log line of a run, in one place.</summary>
internal static class RunLines
{
    internal static string Definition(Definition definition) =>
        $"Definition {definition.Path}: source {definition.Source.Type}, target {definition.Target.Type}, "
        + $"{BatchSize(definition.Migration)}, {Figures.Count(definition.Migration.Readers, "reader")}, "
        + $"{Figures.Count(definition.Migration.Writers, "writer")}{Limits(definition.Migration)}, state in {definition.StateFolder}";

    private static string BatchSize(MigrationOptions options) =>
        options.BatchSize is { } size ? $"batch size {Figures.Count(size)}" : "batch size by the time transactions take";

    internal static string Profile(string path, string hash) => $"Profile {path}, SHA-256 {hash}";

    internal static string Started(RunStart start)
    {
        var items = start.Export.ItemCount is { } count ? $"{Figures.Count(count, "item")} in " : "";
        return $"Export {start.Export.Location}: {items}{Figures.Count(start.Export.Parts.Count, "file")}, "
            + $"as of {start.Export.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";
    }

    internal static string Target(RunStart start) => $"Target {start.Target}, {Figures.Count(start.Writers, "writer")}; run {start.Run}";

    internal static string Resuming(RunStart start) =>
        $"Resuming: {Figures.Count(start.PartsDone)} of {Figures.Count(start.Export.Parts.Count, "file")} done before, "
        + $"with {Figures.Count(start.ItemsDone, "item")}"
        + (start.Partitions is { } partitions
            ? $", and {Figures.Count(start.PartitionsDone)} of {Figures.Count(partitions, "partition")}"
            : "");

    internal static string Partitions(int partitions) =>
        $"Grouping across the whole export: rows go to {Figures.Count(partitions, "partition")} on disk by their key first";

    internal static string PartStarted(SourcePart part, int number, int of) => $"Processing file [{number}/{of}]: {part.ShortName}";

    internal static string PartCompleted(SourcePart part, int number, int of, RunCounts counts) =>
        $"Completed file [{number}/{of}]: {part.ShortName}: {Accounting(counts)}";

    internal static string PartitionStarted(int number, int of) => $"Grouping partition [{number}/{of}]";

    internal static string PartitionCompleted(int number, int of, RunCounts counts) =>
        $"Completed partition [{number}/{of}]: {Figures.Count(-counts.Partitioned, "row")} = {Parts(counts)}";

    internal static string PassStarted(int pass, long items) =>
        $"Pass {Figures.Count(pass)} over what waits for a row that it refers to: {Figures.Count(items, "item")}";

    internal static string PassCompleted(int pass, RunCounts counts) => $"Completed pass {Figures.Count(pass)}: {Accounting(counts)}";

    internal static string Repeated(int count, string last) => $"{Figures.Count(count)} more like: {last}";

    internal static string Held(ReplicaLag lag, TimeSpan longest) =>
        $"Writers wait for replica {lag.Replica}: it is {Figures.Seconds(lag.Behind)} behind, {Figures.Seconds(longest)} are allowed";

    internal static string Released(ReplicaLag? lag, TimeSpan held) =>
        $"Writers go on after {Figures.Seconds(held)}: "
        + (lag is { } known ? $"replica {known.Replica} is {Figures.Seconds(known.Behind)} behind" : "no replica is connected any more");

    internal static string Stopping =>
        "Stopping: finishing the current batches and saving. A second signal stops at once, which is safe too.";

    internal static string GaveUp(TimeSpan waited) =>
        $"Not ended after {Figures.Seconds(waited)}: stopping at once, which is safe. What was committed stays. {NextStep.Resume}";

    internal static string MetricsAt(Uri address) => $"Metrics at {address}";

    internal static string DashboardAt(Uri address) => $"Dashboard at {address}";

    internal static string MetricsExported => "Metrics are exported by OTLP, as OTEL_EXPORTER_OTLP_… says";

    internal static string ReportFailed(string path, Exception e) => $"The report {path} cannot be written: {e.Message}";

    internal static string Bug(Exception e) => $"Unexpected: {e}";

    private static string Limits(MigrationOptions options) =>
        (options.MaxRate is { } rate ? $", at most {Figures.Rate(rate)} records" : "")
        + (options.MaxReplicaLag is { } lag ? $", replicas at most {Figures.Seconds(lag)} behind" : "");

    /// <summary>One line that adds up: <c>10 items = 7 kept + 2 skipped + 1 rejected</c>.</summary>
    internal static string Accounting(RunCounts counts) =>
        $"{Figures.Count(counts.Items, "item")} = {Parts(counts)}"
        + (counts.Partitioned == 0 ? "" : $" + {Figures.Count(counts.Partitioned)} in partitions");

    private static string Parts(RunCounts counts) =>
        $"{Figures.Count(counts.Kept)} kept + {Figures.Count(counts.SkippedTotal)} skipped + {Figures.Count(counts.RejectedTotal)} rejected"
        + (counts.Waiting == 0 ? "" : $" + {Figures.Count(counts.Waiting)} waiting");
}
