using System.Buffers;
using System.Runtime.InteropServices;
using Dataflux.Profiles.Items;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles;

/// <summary>
/// Some whole lines of a file, parsed together: the items point into its bytes, so a block lives as long as any of its
/// items. Made by sources, read by the engine; a profile never meets one.
/// </summary>
public sealed class ItemBlock
{
    private readonly AttributeTable _table;
    private readonly long _firstLineNumber;
    private readonly long[]? _lineNumbers;

    private ItemBlock(AttributeTable table, long firstLineNumber, long[]? lineNumbers = null)
    {
        _table = table;
        _firstLineNumber = firstLineNumber;
        _lineNumbers = lineNumbers;
    }

    /// <summary>How many records (non-empty lines) the block holds, malformed ones included.</summary>
    public int Count => _table.Records.Length;

    /// <summary>
    /// Where reading goes on behind the block, in the source's own words; <see langword="null"/>: a part is read from its beginning only.
    /// </summary>
    public string? Position { get; private init; }

    /// <summary>How many records are lines of an incremental export.</summary>
    internal int Changes => _table.Changes.Length;

    /// <summary>How many records are malformed.</summary>
    internal int Malformed => _table.Errors.Length;

    /// <summary>
    /// Parses whole lines. A malformed line does not stop the others: it becomes a record with an <see cref="Error"/>.
    /// Empty lines are not counted.
    /// </summary>
    /// <param name="lines">
    /// Complete lines, ended by LF or CR LF, the last one perhaps by nothing. The block takes ownership: the memory must
    /// not change as long as an item of the block is in use.
    /// </param>
    /// <param name="firstLineNumber">The number of the first line in its file, counted from 1.</param>
    /// <returns>The block.</returns>
    public static ItemBlock Parse(ReadOnlyMemory<byte> lines, long firstLineNumber)
    {
        if (!MemoryMarshal.TryGetArray(lines, out var segment) || segment.Array is null)
            segment = lines.ToArray();
        return new ItemBlock(BlockReader.Read(segment, refused: null), firstLineNumber);
    }

    /// <summary>The same block, behind which reading can go on.</summary>
    /// <param name="position">Where, in the source's own words.</param>
    /// <returns>The block.</returns>
    public ItemBlock EndingAt(string position) => new(_table, _firstLineNumber, _lineNumbers) { Position = position };

    /// <summary>Parses lines that were taken out of their files, see <see cref="Parse"/>.</summary>
    /// <param name="lines">As there.</param>
    /// <param name="lineNumbers">Each line's number.</param>
    /// <returns>The block.</returns>
    internal static ItemBlock ParseNumbered(ReadOnlyMemory<byte> lines, long[] lineNumbers) =>
        new(Parse(lines, firstLineNumber: 0)._table, firstLineNumber: 0, lineNumbers);

    /// <summary>Parses lines that a source has made of another format, see <see cref="Parse"/>.</summary>
    /// <param name="lines">As for <see cref="Parse"/>; a line that could not be translated is there as it was.</param>
    /// <param name="firstLineNumber">The number of the first line in its file, counted from 1.</param>
    /// <param name="refused">Why lines could not be translated, by their distance from the first line.</param>
    /// <returns>The block.</returns>
    internal static ItemBlock ParseTranslated(ReadOnlyMemory<byte> lines, long firstLineNumber, IReadOnlyDictionary<int, string> refused) =>
        new(Translated(lines, refused), firstLineNumber);

    /// <summary>Lines that a source has written, and has noted what is where.</summary>
    /// <param name="lines">As for <see cref="Parse"/>.</param>
    /// <param name="firstLineNumber">The number of the first line in its file, counted from 1.</param>
    /// <param name="items">What was noted; it is free for the next lines then.</param>
    /// <param name="refused">Why lines could not be written as items, by their distance from the first line.</param>
    /// <returns>The block.</returns>
    internal static ItemBlock FromWritten(
        ReadOnlyMemory<byte> lines, long firstLineNumber, WrittenItems items, IReadOnlyDictionary<int, string> refused)
    {
        var known = MemoryMarshal.TryGetArray(lines, out var segment) && segment is { Array: { } bytes, Offset: 0 }
            ? items.Take(bytes, segment.Count)
            : throw new ArgumentException("the lines must begin with their array", nameof(lines));
        return new(known ?? Translated(lines, refused), firstLineNumber);
    }

    /// <summary>Parses lines that a source has made of records that may be longer than a line.</summary>
    /// <param name="lines">As for <see cref="Parse"/>; one that could not be translated is there on one line.</param>
    /// <param name="lineNumbers">The number of the line that each begins at.</param>
    /// <param name="refused">Why lines could not be translated, by their distance from the first line.</param>
    /// <returns>The block.</returns>
    internal static ItemBlock ParseTranslated(
        ReadOnlyMemory<byte> lines, long[] lineNumbers, IReadOnlyDictionary<int, string> refused) =>
        new(Translated(lines, refused), firstLineNumber: 0, lineNumbers);

    /// <summary>
    /// The same items without the characters that databases cannot hold (U+0000, halves of surrogate pairs); this block when it
    /// has none. Malformed lines stay as they are.
    /// </summary>
    /// <param name="replacement">What is put in their place, as it is written inside a JSON string; empty takes them out.</param>
    internal ItemBlock Cleaned(ReadOnlySpan<byte> replacement)
    {
        var any = false;
        for (var i = 0; i < Count && !any; i++)
            any = UnstorableText.MayBeIn(Line(i).Span);
        if (!any)
            return this;

        var lines = new ArrayBufferWriter<byte>();
        var refused = new Dictionary<int, string>();
        var line = 0;
        for (var i = 0; i < Count; i++)
        {
            // Blank lines keep the numbers of those behind them.
            for (; line < _table.Records[i].Line; line++)
                lines.Write("\n"u8);
            if (Error(i) is { } error)
            {
                refused.Add(line, error);
                lines.Write(Line(i).Span);
            }
            else
            {
                UnstorableText.Clean(Line(i).Span, replacement, lines);
            }
        }

        return new(Translated(lines.WrittenMemory, refused), _firstLineNumber, _lineNumbers) { Position = Position };
    }

    /// <summary>The item of a record without error.</summary>
    /// <param name="index">The record's index in the block.</param>
    /// <returns>The item.</returns>
    /// <exception cref="InvalidOperationException">The record's line is malformed.</exception>
    public Item Item(int index) => _table.Records[index].IsMalformed
        ? throw new InvalidOperationException($"line {LineNumber(index)} is malformed and holds no item: {Error(index)}")
        : new Item(_table, index);

    /// <summary>Says who is told what is read of the block's items from here on.</summary>
    internal void ReportReadsTo(ReadNames reads) => _table.Reads = reads;

    /// <summary>Says who is told which maps of the block's items are opened, until <see langword="null"/> is.</summary>
    internal void ReportOpenedTo(List<AttributeTable>? opened) => _table.Opened = opened;

    /// <summary>Counts the attributes of a record's item that were not read so far.</summary>
    /// <param name="counter">Receives them.</param>
    /// <param name="index">The record's index in the block.</param>
    internal void CountUnread(AttributeCounter counter, int index) => counter.Add(_table, _table.Records[index].Attributes);

    /// <summary>Whether a record is a line of an incremental export.</summary>
    /// <param name="index">The record's index in the block.</param>
    internal bool IsChange(int index) => _table.Records[index].IsChange;

    /// <summary>Why a record's line is malformed; <see langword="null"/> for a good one.</summary>
    /// <param name="index">The record's index in the block.</param>
    /// <returns>
    /// The reason, with the column where it was found, as <c>column 12: expected ',' or '}', found 'x'</c>. Columns are
    /// counted from 1 in UTF-16 characters, as editors do.
    /// </returns>
    public string? Error(int index) => _table.Records[index].IsMalformed ? _table.Errors[~_table.Records[index].Detail] : null;

    /// <summary>The number of a record's line in its file, counted from 1.</summary>
    /// <param name="index">The record's index in the block.</param>
    /// <returns>The line number.</returns>
    public long LineNumber(int index) =>
        _lineNumbers is null ? _firstLineNumber + _table.Records[index].Line : _lineNumbers[_table.Records[index].Line];

    /// <summary>The bytes of a record's line, without its line end.</summary>
    /// <param name="index">The record's index in the block.</param>
    /// <returns>The line.</returns>
    public ReadOnlyMemory<byte> Line(int index) => _table.Bytes.AsMemory(_table.Records[index].Start, _table.Records[index].Length);

    /// <summary>The bytes from one record's line to another's, line ends between them included.</summary>
    /// <param name="first">The first record's index in the block.</param>
    /// <param name="end">The index after the last record's.</param>
    /// <returns>The length in bytes; 0 for no records.</returns>
    public long LengthOf(int first, int end) =>
        first < end ? _table.Records[end - 1].Start + _table.Records[end - 1].Length - _table.Records[first].Start : 0;

    /// <summary>Reads one item of any form from a whole text, which may hold line ends.</summary>
    /// <param name="text">The text in UTF-8; the block takes ownership.</param>
    /// <returns>A block of one record.</returns>
    internal static ItemBlock ParseSingle(byte[] text) => new(BlockReader.ReadSingle(text), firstLineNumber: 1);

    private static AttributeTable Translated(ReadOnlyMemory<byte> lines, IReadOnlyDictionary<int, string> refused)
    {
        if (!MemoryMarshal.TryGetArray(lines, out var segment) || segment.Array is null)
            segment = lines.ToArray();
        return BlockReader.Read(segment, refused);
    }
}
