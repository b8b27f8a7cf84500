using System.Diagnostics;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Pipeline;
using Dataflux.Engine.Rows;

namespace Dataflux.Engine.Tracing;

/// <summary>Sends a sample through the stages of a migration, an item and a group at a time, and keeps what each of them became.</summary>
internal sealed class Tracer<TRow, TRecord>
    where TRecord : notnull
{
    private readonly Profile<TRow, TRecord> _profile;
    private readonly RunCoverage _coverage;
    private readonly RowStage<TRow, TRecord> _rowStage;
    private readonly RowGrouping<TRow, TRecord> _grouping;
    private readonly RecordStage<TRow, TRecord> _recordStage;
    private readonly List<TRecord> _records = [];
    private readonly WorkTime _parsing = new();
    private readonly WorkTime _transforming = new();

    /// <param name="profile">The profile.</param>
    /// <param name="coverage">Which attributes are left unread knowingly.</param>
    internal Tracer(Profile<TRow, TRecord> profile, CoverageOptions coverage)
    {
        _profile = profile;
        _coverage = new(coverage);
        _rowStage = new(profile, coverage: _coverage);
        _grouping = new(profile);
        _recordStage = new(profile);
    }

    internal ProfileTrace Trace(ItemSample sample)
    {
        var parts = sample.Parts.Select(Trace).ToList();
        var perRow = _transforming.PerUnit;
        var rows = parts.Sum(static part => part.Groups.Sum(static group => group.Rows.Count));
        return new ProfileTrace(parts)
        {
            TimePerItem = _parsing.PerUnit + (sample.Count == 0 ? TimeSpan.Zero : perRow * rows / sample.Count),
            Coverage = _coverage.Findings([_rowStage.TakeCoverage()], before: null, static text => text),
        };
    }

    private TracedPart Trace(SampledPart part)
    {
        var account = new TraceAccount(part.Part.Name);
        var groups = _grouping.New();
        var items = new List<TracedItem>(part.Items.Count);
        foreach (var item in part.Items)
            items.Add(Trace(item, account, groups));

        var waiting = items.Where(static item => item.Row is not null && item.IsKept).ToDictionary(static item => item.Line);
        var chunks = _grouping.Take(account, groups);
        var (droppedBy, rejected) = account.Take();
        var traced = chunks.SelectMany(chunk => Trace(chunk, account, waiting)).ToList();
        foreach (var item in waiting.Values)
        {
            // Rows that are in no group: groupRows dropped them, or failed.
            (item.SkippedBy, item.Rejected) = (rejected is null ? droppedBy : null, rejected);
        }

        return new TracedPart(part.Part.Name, items, traced);
    }

    private TracedItem Trace(SampledItem item, TraceAccount account, RowGroups<TRow> groups)
    {
        var traced = new TracedItem(account.Part, item);
        var deletions = new List<Deletion>();
        var startedAt = Stopwatch.GetTimestamp();
        _rowStage.Run(account, item.Block, item.Index, item.Index + 1, Take, deletions);
        _parsing.Add(Stopwatch.GetElapsedTime(startedAt), units: 1);
        (traced.SkippedBy, traced.Rejected) = account.Take();
        traced.DeletedKeys = deletions.Count == 0 ? [] : deletions[0].Keys;
        return traced;

        void Take(TRow row, SourceLine line, Profiles.ItemBlock block, int index)
        {
            traced.Row = row;
            groups.Add(row, line);
        }
    }

    private List<TracedGroup> Trace(GroupChunk<TRow> chunk, TraceAccount account, Dictionary<long, TracedItem> waiting)
    {
        var groups = new List<TracedGroup>(chunk.Count);
        for (var index = 0; index < chunk.Count; index++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            var made = _recordStage.TryMake(account, chunk, index, _records);
            _transforming.Add(Stopwatch.GetElapsedTime(startedAt), chunk.Lines(index).Length);
            var (skippedBy, rejected) = account.Take();
            var items = new List<TracedItem>();
            foreach (var line in chunk.LineNumbers(index))
            {
                waiting.Remove(line, out var item);
                items.Add(item!);
            }

            var group = new TracedGroup
            {
                Key = _profile.GroupKey?.Text(chunk.Group(index)[0]),
                Items = items,
                Rows = [.. chunk.Group(index).Cast<object>()],
                Records = made ? [.. _records.Cast<object>()] : [],
                Rejected = rejected,
            };
            foreach (var item in items)
                (item.Group, item.SkippedBy, item.Rejected) = (group, skippedBy, rejected);

            groups.Add(group);
        }

        return groups;
    }
}
