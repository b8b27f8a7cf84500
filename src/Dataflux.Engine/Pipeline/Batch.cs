using Dataflux.Engine.Ground;
using Dataflux.Engine.Rows;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// Records to be written and deleted in one transaction, with the groups they belong to. A group is never split: its
/// records are written together or rejected together, so that each of its items ends in exactly one place. A deleted item
/// is a group of its own.
/// </summary>
internal sealed class Batch<TRow, TRecord>(PartRun<TRow> part, int capacity)
{
    private readonly List<int> _recordEnds = [];
    private readonly List<object> _keys = [];
    private readonly List<int> _keyEnds = [];
    private readonly PagedList<SourceLine> _lines = new();
    private readonly List<int> _lineEnds = [];

    // Deletes of items that are counted with another group, or as skipped.
    private readonly Dictionary<int, Deletion> _ofPuts = [];

    // Made when it is first asked for: by a comparison that found a difference.
    private Dictionary<object, int>? _groupOf;

    internal PartRun<TRow> Part { get; } = part;

    internal List<TRecord> Records { get; } = [];

    /// <summary>Whether it holds as many records as it was opened for; the last group may bring more.</summary>
    internal bool IsFull => Size >= capacity;

    /// <summary>Records to write and to delete.</summary>
    internal int Size => Records.Count + _keys.Count;

    internal int Groups => _recordEnds.Count;

    /// <summary>Whether this is the writer's last batch of the part; it may then be empty.</summary>
    internal bool EndsPart { get; set; }

    /// <summary>When it was complete, a timestamp.</summary>
    internal long ReadyAt { get; set; }

    /// <summary>The length of the source lines behind the batch.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Takes one group's records.</summary>
    /// <param name="records">The records.</param>
    /// <param name="lines">The lines of its items.</param>
    /// <param name="keys">The keys of records that it wrote before and does not write now.</param>
    internal void Add(List<TRecord> records, ReadOnlySpan<SourceLine> lines, ReadOnlySpan<object> keys = default)
    {
        Records.AddRange(records);
        _keys.AddRange(keys);
        _recordEnds.Add(Records.Count);
        _keyEnds.Add(_keys.Count);
        foreach (var line in lines)
        {
            _lines.Add(line);
            Bytes += line.Bytes;
        }

        _lineEnds.Add(_lines.Count);
    }

    /// <summary>Takes one deleted item.</summary>
    internal void Add(Deletion deletion)
    {
        _keys.AddRange(deletion.Keys);
        _keyEnds.Add(_keys.Count);
        _recordEnds.Add(Records.Count);
        if (deletion.IsOfPut)
            _ofPuts.Add(Groups - 1, deletion);
        else
            _lines.Add(deletion.Line);

        _lineEnds.Add(_lines.Count);
        Bytes += deletion.Line.Bytes;
    }

    /// <summary>The keys of the records that some groups delete.</summary>
    internal List<object> KeysOf(int fromGroup, int toGroup)
    {
        var start = fromGroup == 0 ? 0 : _keyEnds[fromGroup - 1];
        return _keys.GetRange(start, _keyEnds[toGroup - 1] - start);
    }

    /// <summary>The records of some groups.</summary>
    internal List<TRecord> RecordsOf(int fromGroup, int toGroup)
    {
        var start = fromGroup == 0 ? 0 : _recordEnds[fromGroup - 1];
        var end = _recordEnds[toGroup - 1];
        return start == 0 && end == Records.Count ? Records : Records.GetRange(start, end - start);
    }

    /// <summary>The groups that refused records or keys belong to, with what refused each.</summary>
    internal SortedDictionary<int, Failure> GroupsWith(RefusedRecordsException refusal, int fromGroup, int toGroup)
    {
        var wanted = new Dictionary<object, Failure>(typeof(TRecord).IsValueType ? null : ReferenceEqualityComparer.Instance);
        for (var i = 0; i < refusal.Records.Count; i++)
            wanted.TryAdd(refusal.Records[i], refusal.Failures?[i] ?? refusal.Failure);

        var groups = new SortedDictionary<int, Failure>();
        for (var group = fromGroup; group < toGroup; group++)
        {
            foreach (var recordOrKey in KeysOf(group, group + 1).Concat(RecordsOf(group, group + 1).Cast<object>()))
            {
                if (wanted.TryGetValue(recordOrKey, out var failure))
                    groups.TryAdd(group, failure);
            }
        }

        return groups;
    }

    /// <summary>
    /// The item that a record or a key comes from, the first one of its group; <see langword="null"/>: the profile made it on the way.
    /// </summary>
    internal ItemOrigin? OriginOf(object recordOrKey)
    {
        if (_groupOf is null)
        {
            _groupOf = new(typeof(TRecord).IsValueType ? null : ReferenceEqualityComparer.Instance);
            for (var group = 0; group < Groups; group++)
            {
                foreach (var own in KeysOf(group, group + 1).Concat(RecordsOf(group, group + 1).Cast<object>()))
                    _groupOf.TryAdd(own, group);
            }
        }

        return _groupOf.TryGetValue(recordOrKey, out var found) ? OriginOfGroup(found) : null;
    }

    private ItemOrigin OriginOfGroup(int group)
    {
        var lines = LineNumbers(group);
        return new(Part.Part.Name, lines[0]) { Version = Part.Versions?.NewestOf(lines) };
    }

    /// <summary>A batch of the groups that are not among <paramref name="left"/>, in their order.</summary>
    internal Batch<TRow, TRecord> Without(List<int> left, int fromGroup, int toGroup)
    {
        var rest = new Batch<TRow, TRecord>(Part, capacity);
        var next = 0;
        for (var group = fromGroup; group < toGroup; group++)
        {
            if (next < left.Count && left[next] == group)
            {
                next++;
                continue;
            }

            rest.Records.AddRange(RecordsOf(group, group + 1));
            rest._keys.AddRange(KeysOf(group, group + 1));
            rest._recordEnds.Add(rest.Records.Count);
            rest._keyEnds.Add(rest._keys.Count);
            for (var line = LineStart(group); line < _lineEnds[group]; line++)
            {
                rest._lines.Add(_lines[line]);
                rest.Bytes += _lines[line].Bytes;
            }

            rest._lineEnds.Add(rest._lines.Count);
            if (OfPut(group) is { } deletion)
                rest._ofPuts.Add(rest.Groups - 1, deletion);
        }

        return rest;
    }

    /// <summary>How many records some groups write and delete.</summary>
    internal int SizeOf(int fromGroup, int toGroup) =>
        _recordEnds[toGroup - 1] + _keyEnds[toGroup - 1] - (fromGroup == 0 ? 0 : _recordEnds[fromGroup - 1] + _keyEnds[fromGroup - 1]);

    /// <summary>How many items some groups were made of.</summary>
    internal int ItemsOf(int fromGroup, int toGroup) => _lineEnds[toGroup - 1] - LineStart(fromGroup);

    /// <summary>The delete of an item that is counted elsewhere; <see langword="null"/> for any other group.</summary>
    internal Deletion? OfPut(int group) => _ofPuts.TryGetValue(group, out var deletion) ? deletion : null;

    internal long[] LineNumbers(int group)
    {
        if (OfPut(group) is { } deletion)
            return [deletion.Line.Number];

        var start = LineStart(group);
        var numbers = new long[_lineEnds[group] - start];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = _lines[start + i].Number;

        return numbers;
    }

    private int LineStart(int group) => group == 0 ? 0 : _lineEnds[group - 1];
}
