using Dataflux.Definitions.Ground;
using Dataflux.Engine.Rejects;

namespace Dataflux.Composing.Output;

/// <summary>Rejects grouped by reason.</summary>
/// <param name="Rejects">How many rejects there are: an item, or a group of items.</param>
/// <param name="Items">How many items.</param>
/// <param name="Reasons">The reasons, those of most items first.</param>
internal sealed record RejectReport(long Rejects, long Items, IReadOnlyList<RejectReportEntry> Reasons)
{
    private const int LongestMessage = 300;

    /// <summary>Reads rejects; memory grows with the number of reasons, not of rejects.</summary>
    internal static RejectReport Of(IEnumerable<StoredReject> stored, int examples)
    {
        var reasons = new RejectReasons();
        var found = new Dictionary<string, List<RejectExample>>(StringComparer.Ordinal);
        foreach (var (reject, _, _) in stored)
        {
            var key = reasons.Count(reject.Stage, reject.Error, reject.Lines.Count);
            if (!found.TryGetValue(key, out var list))
                found.Add(key, list = []);
            if (list.Count < examples)
                list.Add(new RejectExample(reject.Part, reject.Lines, reject.Key, reject.Error.Message));
        }

        var entries = reasons.MostFrequentFirst().Select(reason => new RejectReportEntry(reason, found[reason.Key])).ToList();
        return new RejectReport(entries.Sum(entry => entry.Reason.Rejects), entries.Sum(entry => entry.Reason.Items), entries);
    }

    /// <summary>The report for people.</summary>
    internal IEnumerable<string> Lines(string name)
    {
        if (Items == 0)
        {
            yield return $"{name}: nothing is rejected";
            yield break;
        }

        yield return $"{name}: {Figures.Count(Items, "item")} rejected, for {Figures.Count(Reasons.Count, "reason")}";
        foreach (var (reason, examples) in Reasons)
        {
            yield return "";
            yield return $"{Figures.Count(reason.Items, "item")} at {reason.Stage}{Place(reason)}";
            yield return $"  {Short(reason.Message)}";
            foreach (var example in examples)
            {
                yield return $"  - {Printable.Line(example.File)} "
                    + $"{Numbers(example.Lines)}{(example.Key is { } key ? $", key {Printable.Line(key)}" : "")}"
                    + (example.Message == reason.Message ? "" : $": {Short(example.Message)}");
            }
        }

        yield return "";
    }

    private static string Place(RejectReason reason)
    {
        var places = new[]
        {
            reason.Code,
            reason.Table is null ? null : $"table {reason.Table}",
            reason.Column is null ? null : $"column {reason.Column}",
            reason.Constraint is null ? null : $"constraint {reason.Constraint}",
        };
        return Printable.Line(string.Concat(places.Where(place => place is not null).Select(place => ", " + place)));
    }

    private static string Numbers(IReadOnlyList<long> lines) =>
        (lines.Count == 1 ? "line " : "lines ") + string.Join(", ", lines.Take(5)) + (lines.Count > 5 ? ", …" : "");

    private static string Short(string message)
    {
        var line = Printable.Line(message.ReplaceLineEndings(" "));
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "…";
    }
}
