using System.Buffers.Binary;
using Dataflux.Dialects.Lines;
using Dataflux.Dialects.PostgreSql.Decoding;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>Makes blocks of items of the rows of a part.</summary>
/// <param name="part">The part.</param>
/// <param name="rows">Its rows, as they are sent.</param>
/// <param name="reader">Writes them.</param>
/// <param name="before">How many rows of the part come before them.</param>
internal sealed class PartRows(TablePart part, CopyRows rows, ItemReader reader, long before)
{
    // Below the large object heap's threshold, with room for the row that exceeds it.
    private const int BlockSize = 64 * 1024;
    private const int Capacity = 80 * 1024;

    private readonly IReadOnlyList<SourceColumn> _key = part.Relation.Key;
    private readonly int[] _places = [.. part.Relation.Key.Select(column => part.Relation.Columns.ToList().IndexOf(column))];
    private readonly byte[][] _last = [.. part.Relation.Key.Select(static _ => Array.Empty<byte>())];
    private readonly LineWriter _lines = new(Capacity);
    private readonly WrittenItems _items = new();
    private Dictionary<int, string> _refused = [];
    private long _row = before;
    private int _count;
    private bool _hasLast;

    /// <summary>The next block; <see langword="null"/>: there are no more rows.</summary>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="SourceException">The key does not tell rows apart, or the server's answer is cut off.</exception>
    internal async ValueTask<ItemBlock?> NextAsync(CancellationToken cancellation)
    {
        while (_lines.Length < BlockSize)
        {
            ReadArrived();
            if (rows.IsAtEnd)
                break;

            if (_lines.Length < BlockSize)
                await rows.FillAsync(cancellation);
        }

        return _count == 0 ? null : Block();
    }

    private void ReadArrived()
    {
        while (_lines.Length < BlockSize && rows.TryNext())
        {
            var fields = rows.Fields;
            _row++;
            Keep(fields);
            if (reader.Read(fields, _lines, _items) is { } refused)
                _refused.Add(_count, refused);

            _count++;
        }
    }

    private ItemBlock Block()
    {
        var block = ItemBlock.FromWritten(_lines.Take(), _row - _count + 1, _items, _refused);
        _count = 0;
        if (_refused.Count > 0)
            _refused = [];

        return _key.Count == 0 ? block : block.EndingAt(RowPosition.From(_row, _key, _last).ToString());
    }

    // Remembers the key: reading goes on behind it.
    private void Keep(ReadOnlySpan<byte> fields)
    {
        if (_places.Length == 0)
            return;

        var isSame = _hasLast;
        for (var (i, left) = (0, _places.Length); left > 0; i++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(fields);
            var value = fields.Slice(4, Math.Max(0, length));
            fields = fields[(4 + value.Length)..];
            var place = Array.IndexOf(_places, i);
            if (place < 0)
                continue;

            left--;
            isSame = isSame && value.SequenceEqual(_last[place]);
            if (length < 0)
                throw Useless($"row {_row} has no value in {_key[place].Name}");

            if (_last[place].Length != value.Length)
                _last[place] = new byte[value.Length];

            value.CopyTo(_last[place]);
        }

        _hasLast = true;
        if (isSame)
            throw Useless($"the rows {_row - 1} and {_row} have the same, {string.Join(", ", RowPosition.From(_row, _key, _last).Key)}");
    }

    private SourceException Useless(string what) => new(
        $"{part.Name}: 'key: {string.Join(", ", _key.Select(static column => column.Name))}' does not tell its rows apart: {what}; "
            + "name columns under 'key' that do, without nulls");
}
