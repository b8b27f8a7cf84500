namespace Dataflux.Engine.Rows;

/// <summary>Some complete groups of one part, their rows side by side.</summary>
internal sealed class GroupChunk<TRow>
{
    private readonly TRow[] _rows;
    private readonly SourceLine[] _lines;
    private readonly int[]? _starts;

    /// <param name="rows">The rows, group after group.</param>
    /// <param name="lines">The rows' lines.</param>
    /// <param name="starts">Where each group starts, and the end of the last; <see langword="null"/>: a group for each row.</param>
    internal GroupChunk(TRow[] rows, SourceLine[] lines, int[]? starts)
    {
        _rows = rows;
        _lines = lines;
        _starts = starts;
        Count = starts is null ? rows.Length : starts.Length - 1;
        foreach (var line in lines)
            Bytes += line.Bytes;
    }

    /// <summary>No groups.</summary>
    internal static GroupChunk<TRow> Empty => new([], [], starts: null);

    internal int Count { get; }

    /// <summary>The length of the lines behind the rows and the deletes.</summary>
    internal long Bytes { get; private init; }

    /// <summary>Deleted items, to be applied before the groups.</summary>
    internal IReadOnlyList<Deletion> Deletions { get; init; } = [];

    /// <summary>Keys of records that the item of a group may have written before, by the group's index, ascending.</summary>
    internal IReadOnlyList<(int Group, object[] Keys)> Earlier { get; init; } = [];

    /// <summary>When it was complete, a timestamp.</summary>
    internal long ReadyAt { get; set; }

    /// <summary>The same groups, with deletes before them.</summary>
    internal GroupChunk<TRow> After(IReadOnlyList<Deletion> deletions) =>
        new(_rows, _lines, _starts)
        {
            Deletions = deletions,
            Earlier = Earlier,
            Bytes = Bytes + deletions.Sum(deletion => (long)deletion.Line.Bytes),
        };

    /// <summary>The same groups, with keys of what their items may have written before.</summary>
    internal GroupChunk<TRow> Replacing(IReadOnlyList<(int Group, object[] Keys)> earlier) =>
        new(_rows, _lines, _starts) { Deletions = Deletions, Earlier = earlier, Bytes = Bytes };

    internal RowGroup<TRow> Group(int index) =>
        _starts is null ? new(_rows, index, 1) : new(_rows, _starts[index], _starts[index + 1] - _starts[index]);

    internal ReadOnlySpan<SourceLine> Lines(int index) =>
        _starts is null ? _lines.AsSpan(index, 1) : _lines.AsSpan(_starts[index], _starts[index + 1] - _starts[index]);

    internal long[] LineNumbers(int index)
    {
        var lines = Lines(index);
        var numbers = new long[lines.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = lines[i].Number;

        return numbers;
    }
}
