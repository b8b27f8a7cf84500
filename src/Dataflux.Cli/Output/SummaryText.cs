using Dataflux.Composing.Output;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Reporting;

namespace Dataflux.Cli.Output;

/// <summary>The end of a run in lines that add up.</summary>
internal static class SummaryText
{
    /// <summary>
    /// The summary's lines; the last of them says how the counts were reached, what to do next is <see cref="NextStep"/>.
    /// </summary>
    internal static IEnumerable<SummaryLine> Lines(RunSummary summary)
    {
        var counts = summary.Counts;
        var elapsed = summary.Elapsed;
        yield return new($"{summary.Name}: {Outcome(summary)} after {Figures.Clock(elapsed)}, run {summary.Run}", ToneOf(summary));
        var isProven = summary.ManifestItems == counts.Items && summary.PartsDone == summary.Parts;
        yield return new(AccountRow.Text("items", counts.Items, Manifest(summary)), isProven ? LineTone.Good : LineTone.Plain, isProven);
        yield return new(AccountRow.Text("= kept", counts.Kept));
        yield return new(AccountRow.Text("+ skipped", counts.SkippedTotal, Reasons(counts.Skipped)));
        yield return new(
            AccountRow.Text("+ rejected", counts.RejectedTotal, Reasons(counts.Rejected)),
            counts.RejectedTotal > 0 ? LineTone.Warning : LineTone.Plain);
        if (counts.Waiting > 0)
            yield return new(AccountRow.Text("+ waiting", counts.Waiting, "for a row that they refer to, on disk"));
        if (counts.Partitioned != 0)
            yield return new(AccountRow.Text("+ partitioned", counts.Partitioned, "read, not yet grouped"));

        if (summary.Waited > 0)
            yield return new(AccountRow.Text("waited", summary.Waited, $"for a row that they refer to, {Passes(summary.WaitingPasses)}"));

        foreach (var line in NeverRead(summary.Coverage))
            yield return new(line);

        var records = counts.Records;
        yield return new(AccountRow.Text(
            "records",
            records.Inserted + records.Updated + records.Unchanged + records.Deleted + records.Older + records.Written,
            RecordsText.Of(records)));
        yield return new(AccountRow.Text("target", summary.Target));
        if (summary.Snapshots > 0)
            yield return new($"  one state: {(summary.Snapshots == 1 ? "yes" : "no")}, {Figures.Count(summary.Snapshots, "snapshot")}");

        if (summary.Published is { } published)
        {
            var bytes = published.Sum(static file => file.Bytes);
            yield return new(AccountRow.Text("published", published.Sum(static file => file.Rows),
                $"rows in {Figures.Count(published.Count, summary.PublishedUnit ?? "file")}"
                + (bytes > 0 ? $", {Figures.Count(bytes, "byte")}" : "")));
        }

        yield return new(AccountRow.Text(summary.PartsCalled, summary.PartsDone, $"of {Figures.Count(summary.Parts)}"));
        if (summary is { Partitions: { } partitions, PartitionsDone: { } done })
            yield return new(AccountRow.Text("partitions", done, $"of {Figures.Count(partitions)}"));

        if (summary.ItemsPerSecond is { } rate)
        {
            yield return new(AccountRow.Text("items/s", (long)rate,
                $"{Figures.Count(summary.ItemsRead)} read by this run, {Share(summary, elapsed)} of the time in the target"));
        }

        yield return new(AccountRow.Text("retries", summary.Retries));
    }

    private static IEnumerable<string> NeverRead(CoverageFindings? coverage)
    {
        if (coverage is null or { Unread.Count: 0, IsCut: false })
            yield break;

        var noun = coverage.Unread.Count == 1 ? "attribute" : "attributes";
        yield return AccountRow.Text(
            "never read", coverage.Unread.Count, $"{noun} of the {Figures.Count(coverage.Items, "item")} that became rows");
        foreach (var entry in CoverageText.Entries(coverage, ", see summary.json"))
            yield return new string(' ', AccountRow.NoteColumn) + entry;
    }

    private static string Passes(int passes) => passes switch
    {
        0 => "not tried again yet",
        1 => "tried again in 1 pass",
        _ => $"tried again in {Figures.Count(passes)} passes",
    };

    private static LineTone ToneOf(RunSummary summary) => summary.Outcome switch
    {
        RunOutcome.Complete or RunOutcome.Limited when summary.Counts.RejectedTotal == 0 => LineTone.Good,
        RunOutcome.Complete or RunOutcome.Limited or RunOutcome.Interrupted => LineTone.Warning,
        _ => LineTone.Bad,
    };

    private static string Outcome(RunSummary summary) => summary.Outcome switch
    {
        RunOutcome.Complete => CompleteText.Of(summary),
        RunOutcome.Limited => "stopped at the limit",
        RunOutcome.Interrupted => "interrupted",
        RunOutcome.TooManyRejects => "stopped by too many rejects",
        _ => "failed",
    };

    private static string Manifest(RunSummary summary)
    {
        var items = summary.Counts.Items;
        return summary.ManifestItems switch
        {
            null when summary.StreamItems is { } stream =>
                $"{Figures.Count(items - stream)} loaded, {Figures.Count(stream)} of the stream, which has no count to compare with",
            null when summary.Snapshots > 0 => "no count to compare with",
            null => "no manifest to compare with",
            { } promised when promised == items => summary.Snapshots > 0 ? "= count of the snapshot" : "= manifest",
            { } promised when summary.PartsDone == summary.Parts => $"but the manifest says {Figures.Count(promised)}",
            { } promised => $"of {Figures.Count(promised)} in the manifest",
        };
    }

    private static string Share(RunSummary summary, TimeSpan elapsed) =>
        Figures.Percent(summary.TargetTime.TotalSeconds, elapsed.TotalSeconds * Math.Max(1, summary.Writers));

    private static string Reasons(IReadOnlyDictionary<string, long> counts) =>
        string.Join(", ", counts.Where(reason => reason.Value > 0).OrderBy(reason => reason.Key, StringComparer.Ordinal)
            .Select(reason => $"{Figures.Count(reason.Value)} by {reason.Key}"));
}
