using Dataflux.Composing.Output;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
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

    internal static LogText Profile(string path, string hash) => new("Profile {Path:l}, SHA-256 {Hash:l}", ("Path", path), ("Hash", hash));

    internal static LogText Started(RunStart start) => new(
        $"{Capital(start.Export.Terms.Whole)} {{Export:l}}: {(start.Export.ItemCount is null ? "" : "{Items} in ")}{{Files}}, "
            + "as of {AsOf:yyyy-MM-dd'T'HH:mm:ss'Z'}",
        ("Export", start.Export.Location),
        ("Items", start.Export.ItemCount is { } items ? new Counted(items, "item") : null),
        ("Files", new Counted(start.Export.Parts.Count, start.Export.Terms.Part)),
        ("AsOf", start.Export.Time.UtcDateTime));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    internal static LogText Target(RunStart start) => new(
        "Target {Target:l}, {Writers}; run {Run}",
        ("Target", start.Target),
        ("Writers", new Counted(start.Writers, "writer")),
        ("Run", start.Run));

    internal static LogText Resuming(RunStart start) => new(
        "Resuming: {FilesDone} of {Files} done before, with {ItemsDone}"
            + (start.Partitions is null ? "" : ", and {PartitionsDone} of {Partitions}"),
        ("FilesDone", new Counted(start.PartsDone)),
        ("Files", new Counted(start.Export.Parts.Count, start.Export.Terms.Part)),
        ("ItemsDone", new Counted(start.ItemsDone, "item")),
        ("PartitionsDone", start.Partitions is null ? null : new Counted(start.PartitionsDone)),
        ("Partitions", start.Partitions is { } partitions ? new Counted(partitions, "partition") : null));

    internal static LogText Partitions(int partitions) => new(
        "Grouping across the whole export: rows go to {Partitions} on disk by their key first",
        ("Partitions", new Counted(partitions, "partition")));

    internal static LogText PartStarted(string called, SourcePart part, int number, int of) =>
        new($"Processing {called} [{{Number}}/{{Of}}]: {{File:l}}", ("Number", number), ("Of", of), ("File", part.ShortName));

    internal static LogText PartCompleted(string called, SourcePart part, int number, int of, RunCounts counts) => new(
        $"Completed {called} [{{Number}}/{{Of}}]: {{File:l}}: " + AccountingTemplate(counts),
        [("Number", number), ("Of", of), ("File", part.ShortName), .. Fields(counts)]);

    internal static LogText PartitionStarted(int number, int of) =>
        new("Grouping partition [{Number}/{Of}]", ("Number", number), ("Of", of));

    internal static LogText PartitionCompleted(int number, int of, RunCounts counts) => new(
        "Completed partition [{Number}/{Of}]: {Rows} = " + PartsTemplate(counts),
        [("Number", number), ("Of", of), ("Rows", new Counted(-counts.Partitioned, "row")), .. Fields(counts)]);

    internal static LogText PassStarted(int pass, long items) => new(
        "Pass {Pass} over what waits for a row that it refers to: {Items}",
        ("Pass", new Counted(pass)),
        ("Items", new Counted(items, "item")));

    internal static LogText PassCompleted(int pass, RunCounts counts) =>
        new("Completed pass {Pass}: " + AccountingTemplate(counts), [("Pass", new Counted(pass)), .. Fields(counts)]);

    internal static LogText Retrying(string what, Failure failure, int attempt, TimeSpan delay) => LogText.For(
        WorkLines.Retrying(what, failure, attempt, delay),
        ("What", what),
        ("Code", failure.Code),
        ("Attempt", attempt + 1),
        ("Delay", delay));

    internal static LogText Recovered(string what, int attempts, TimeSpan outage) =>
        LogText.For(WorkLines.Recovered(what, attempts, outage), ("What", what), ("Attempts", attempts), ("Outage", outage));

    internal static string Repeated(int count, string last) => $"{Figures.Count(count)} more like: {last}";

    internal static LogText Held(ReplicaLag lag, TimeSpan longest) => LogText.For(
        $"Writers wait for replica {lag.Replica}: it is {Figures.Seconds(lag.Behind)} behind, {Figures.Seconds(longest)} are allowed",
        ("Replica", lag.Replica),
        ("Lag", lag.Behind));

    internal static LogText Released(ReplicaLag? lag, TimeSpan held) => LogText.For(
        $"Writers go on after {Figures.Seconds(held)}: "
            + (lag is { } known
                ? $"replica {known.Replica} is {Figures.Seconds(known.Behind)} behind"
                : "no replica is connected any more"),
        ("Held", held),
        ("Replica", lag?.Replica),
        ("Lag", lag?.Behind));

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
    internal static LogText Accounting(RunCounts counts) => new(AccountingTemplate(counts), [.. Fields(counts)]);

    private static string AccountingTemplate(RunCounts counts) =>
        "{Items} = " + PartsTemplate(counts) + (counts.Partitioned == 0 ? "" : " + {Partitioned} in partitions");

    private static string PartsTemplate(RunCounts counts) =>
        "{Kept} kept + {Skipped} skipped + {Rejected} rejected" + (counts.Waiting == 0 ? "" : " + {Waiting} waiting");

    private static IEnumerable<(string Name, object? Value)> Fields(RunCounts counts)
    {
        yield return ("Items", new Counted(counts.Items, "item"));
        yield return ("Kept", new Counted(counts.Kept));
        yield return ("Skipped", new Counted(counts.SkippedTotal));
        yield return ("Rejected", new Counted(counts.RejectedTotal));
        if (counts.Waiting != 0)
            yield return ("Waiting", new Counted(counts.Waiting));
        if (counts.Partitioned != 0)
            yield return ("Partitioned", new Counted(counts.Partitioned));
    }
}
