using Dataflux.Dialects.Lines;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>Changes as the lines of an incremental export, and blocks of them.</summary>
/// <param name="item">How many items of the part come before them.</param>
internal sealed class ChangeLines(long item)
{
    // Below the large object heap's threshold, with room for the change that exceeds it.
    private const int BlockSize = 64 * 1024;

    private readonly LineWriter _lines = new(80 * 1024);
    private Dictionary<int, string> _refused = [];
    private int _count;

    /// <summary>How many items there are up to here.</summary>
    internal long Item { get; private set; } = item;

    /// <summary>Whether they are enough for a block.</summary>
    internal bool IsFull => _lines.Length >= BlockSize;

    /// <summary>A row is as it is in the stream.</summary>
    internal void Put(StreamRelation relation, RowFields row, RowFields? old, long version)
    {
        var refused = Begin(relation, row, version);
        _lines.Add(",\"NewImage\":"u8);
        refused ??= relation.Image.Write(row, relation.Sent, _lines);
        End(relation, old, refused);
    }

    /// <summary>A row is as it is in the table.</summary>
    internal void PutCurrent(StreamRelation relation, RowFields row, RowFields current, RowFields? old, long version)
    {
        var refused = Begin(relation, row, version);
        _lines.Add(",\"NewImage\":"u8);
        refused ??= relation.Current.Write(current, relation.CurrentPlaces, _lines);
        End(relation, old, refused);
    }

    /// <summary>A row is gone.</summary>
    internal void Delete(StreamRelation relation, RowFields row, RowFields? old, long version) =>
        End(relation, old, Begin(relation, row, version));

    /// <summary>The block of what there is; it may be empty.</summary>
    internal ItemBlock Take(StreamPosition position)
    {
        var block = ItemBlock.ParseTranslated(_lines.Take(), Item - _count + 1, _refused).EndingAt(position.ToString());
        _count = 0;
        if (_refused.Count > 0)
            _refused = [];

        return block;
    }

    private string? Begin(StreamRelation relation, RowFields row, long version)
    {
        _lines.Add("{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\""u8);
        _lines.AddNumber(version);
        _lines.Add("\"}},\"Keys\":"u8);
        return relation.Image.Write(row, relation.Key, _lines);
    }

    private void End(StreamRelation relation, RowFields? old, string? refused)
    {
        if (old is not null)
        {
            _lines.Add(",\"OldImage\":"u8);
            relation.Image.Write(old, relation.Sent, _lines, leavesOut: true);
        }

        _lines.Add("}\n"u8);
        if (refused is not null)
            _refused.Add(_count, refused);

        _count++;
        Item++;
    }
}
