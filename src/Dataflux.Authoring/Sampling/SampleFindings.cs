using System.Globalization;
using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Tracing;

namespace Dataflux.Authoring.Sampling;

/// <summary>What a traced sample says about its profile: counts, and what was skipped and rejected with examples.</summary>
/// <param name="sample">The sample.</param>
/// <param name="definition">The definition.</param>
internal sealed class SampleFindings(TracedSample sample, Definition definition)
{
    // More are no list that anybody reads: they come one after the other as the first ones are dealt with.
    private const int MostReasons = 25;
    private const int LongestMessage = 300;
    private const string ParseItem = "parseItem";
    private readonly List<TracedItem> _items = [.. sample.Trace.Items];

    /// <summary>One line: how many items went where, and how long one takes.</summary>
    internal string Summary()
    {
        var skipped = _items.Count(static item => item.SkippedBy is not null);
        var rejected = _items.Count(static item => item.Rejected is not null);
        var whole = sample.Items.IsWhole ? "all " : "";
        return $"{whole}{Figures.Count(_items.Count, "item")} of {Figures.Count(sample.Items.Parts.Count, sample.Export.Terms.Part)}: "
            + $"{Figures.Count(_items.Count - skipped - rejected)} kept, {Figures.Count(skipped)} skipped, {Figures.Count(rejected)} "
            + "rejected; "
            + string.Create(CultureInfo.InvariantCulture, $"{sample.Trace.TimePerItem.TotalMicroseconds:0.0} µs an item");
    }

    /// <summary>What became of the kept items, and who skipped the others.</summary>
    internal IEnumerable<string> Details()
    {
        var kept = sample.Trace.Groups.Where(static group => group.Records.Count > 0).ToList();
        if (kept.Count > 0)
        {
            var records = kept.SelectMany(static group => group.Records).GroupBy(static record => record.GetType().Name)
                .Select(static same => Figures.Count(same.Count(), $"{same.Key} record"));
            yield return $"kept: {Figures.Count(kept.Count, "group")} made {string.Join(", ", records)}";
        }

        var deletes = _items.Count(static item => item.DeletedKeys.Count > 0);
        if (deletes > 0)
            yield return $"kept: {Figures.Count(deletes, "deleted item")}";

        foreach (var same in _items.Where(static item => item.SkippedBy is not null).GroupBy(static item => item.SkippedBy!))
            yield return $"skipped by {same.Key}: {Figures.Count(same.Count(), "item")}, such as {Place(same.First())}";
    }

    /// <summary>What was rejected, a problem for each reason; all of them warnings as long as the profile keeps something.</summary>
    internal IEnumerable<Problem> Rejected()
    {
        var isWarning = _items.Any(static item => item.IsKept);
        var rejects = new HashSet<Reject>(_items.Select(static item => item.Rejected).OfType<Reject>(), ReferenceEqualityComparer.Instance);
        var reasons = RejectReport.Of(rejects.Select(static reject => new StoredReject(reject, [], default)), examples: 1).Reasons;
        foreach (var (reason, examples) in reasons.Take(MostReasons))
        {
            var (path, line, column, text) = Locate(reason);
            var example = examples[0];
            var message = $"{Figures.Count(reason.Items)} of {Figures.Count(_items.Count, "item")} rejected at {reason.Stage}: "
                + $"{Short(text)}; such as {example.File} line {example.Lines[0]}"
                + (example.Message == reason.Message ? "" : $" ({Short(Locate(reason with { Message = example.Message }).Text)})");
            yield return new Problem(path, line, column, isWarning ? ProblemCode.SomeRejected : ProblemCode.AllRejected, message)
            {
                IsWarning = isWarning,
            };
        }
    }

    /// <summary>The warning that nothing is kept although nothing is wrong; <see langword="null"/> when there is none to give.</summary>
    internal Problem? NothingKept() =>
        _items.Count > 0 && _items.TrueForAll(static item => item.SkippedBy is not null)
            ? At(DeclaredPlace.OfFunction(definition, _items[0].SkippedBy!), ProblemCode.AllSkipped,
                $"the profile skips {Everything()} of the sample, by {SkippedBy()}; correct the condition, or name another export",
                isWarning: true)
            : null;

    /// <summary>
    /// The attributes that the profile does not read of any item that became a row; <see langword="null"/> when there are none.
    /// </summary>
    internal Problem? NeverRead()
    {
        var found = sample.Trace.Coverage;
        return definition.Coverage is not { } asked || found is { Unread.Count: 0, IsCut: false }
            ? null
            : At(DeclaredPlace.OfFunction(definition, ParseItem), ProblemCode.AttributesUnread,
                $"{Figures.Count(found.Unread.Count, "attribute")} of the {Figures.Count(found.Items, "item")} that became rows "
                + $"{(found.Unread.Count == 1 ? "is" : "are")} never read: {string.Join("; ", CoverageText.Entries(found))}; read what "
                + "is to be kept, and name the others under 'coverage: ignore'",
                isWarning: !asked.IsError);
    }

    /// <summary>The warnings of records that were made of different groups and have the same key, one for each type of record.</summary>
    internal IEnumerable<Problem> KeysThatMeet()
    {
        // A later export of a chain brings the same items again.
        if (sample.Export.IsChain)
            yield break;

        var records = sample.Trace.Groups.SelectMany(
            static group => group.Records.Select(record => (Record: record, Key: RecordText.OfKey(record), Item: group.Items[0])));
        foreach (var type in records.Where(static one => one.Key is not null).GroupBy(static one => one.Record.GetType()))
        {
            var met = type.GroupBy(static one => one.Key).Where(static same => same.Count() > 1).ToList();
            if (met.Count == 0)
                continue;

            var example = met[0].Take(2).ToList();
            var overwritten = met.Sum(static same => same.Count() - 1);
            yield return At(DeclaredPlace.Of(definition, type.Key.Name, property: null), ProblemCode.KeysMeet,
                $"{Figures.Count(overwritten)} of {Figures.Count(type.Count(), $"{type.Key.Name} record")} overwrite another one of the "
                + $"sample, because both have the same key; such as {example[0].Key} of {Place(example[0].Item)} and "
                + $"{Place(example[1].Item)}; mark with [Key] all that tells them apart, or make one record of them by groupKey or in "
                + "upsert",
                isWarning: true);
        }
    }

    private string SkippedBy() => string.Join(" and ", _items.Select(static item => item.SkippedBy).Distinct());

    private string Everything() => _items.Count == 1 ? "the only item" : $"all {Figures.Count(_items.Count, "item")}";

    private static Problem At(Place place, string code, string message, bool isWarning) =>
        new(place.Path, place.Line, place.Column, code, message) { IsWarning = isWarning };

    private static string Place(TracedItem item) => $"{item.Part} line {item.Line}";

    // The script's own exceptions begin with their place; what was wrong before the script is about the export.
    private ScriptPlace Locate(RejectReason reason) =>
        ScriptPlace.Of(reason.Message)
        ?? new ScriptPlace(reason.Stage == "read" ? definition.Path : definition.ProfileShown, 0, 0, reason.Message);

    private static string Short(string message)
    {
        var line = message.ReplaceLineEndings(" ");
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "…";
    }
}
