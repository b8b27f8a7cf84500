using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Dataflux.Dialects.Lines;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Files.Csv;

/// <summary>
/// The records of a text as RFC 4180 has them, one after the other out of one buffer. What is no record ends where its line does, and the
/// next one is read. Libraries read characters, and would put U+FFFD where bytes are no UTF-8; none goes on behind a bad record.
/// </summary>
/// <param name="text">The text, in UTF-8.</param>
/// <param name="location">The file, for messages.</param>
/// <param name="delimiter">The byte between fields.</param>
internal sealed class CsvText(Stream text, string location, byte delimiter)
{
    private const int NotYet = -1;
    private readonly SearchValues<byte> _ends = SearchValues.Create([delimiter, (byte)'"', (byte)'\r', (byte)'\n']);
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(ItemBlockReader.DefaultBlockSize);
    private CsvField[] _fields = new CsvField[16];
    private int _count;
    private int _start;
    private int _end;
    private int _record;
    private int _length;
    private bool _isBegun;
    private bool _isEnded;
    private long _nextLine = 1;

    /// <summary>The line at which the record begins that was read last, counted from 1.</summary>
    internal long Line { get; private set; }

    /// <summary>Its fields.</summary>
    internal ReadOnlySpan<CsvField> Fields => _fields.AsSpan(0, _count);

    /// <summary>Why it is none; <see langword="null"/>: it is one.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Its bytes, without its line end.</summary>
    internal ReadOnlySpan<byte> Record => _buffer.AsSpan(_record, _length);

    /// <summary>Reads a record; empty lines are none.</summary>
    /// <exception cref="SourceException">The text is corrupt, cut off, or no CSV.</exception>
    internal bool Next()
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            if (rest.IsEmpty && _isEnded)
                return false;

            var taken = rest.IsEmpty ? NotYet : Scan(rest);
            if (taken == NotYet)
            {
                Fill();
                continue;
            }

            (_record, Line) = (_start, _nextLine);
            _start += taken;
            _nextLine += rest[..taken].Count((byte)'\n');
            if (_length == 0)
                continue;

            if (Problem is null && !Utf8.IsValid(Record))
                Problem = NoUtf8(Record);

            return true;
        }
    }

    /// <summary>A field's text.</summary>
    internal ReadOnlySpan<byte> TextOf(CsvField field) => Record.Slice(field.Start, field.Length);

    // How many bytes the record has with its line end.
    private int Scan(ReadOnlySpan<byte> rest)
    {
        (_count, Problem) = (0, null);
        for (var at = 0; ; at++)
        {
            if (!(at < rest.Length && rest[at] == '"' ? ScanQuoted(rest, ref at) : ScanPlain(rest, ref at)))
                return NotYet;

            if (at == rest.Length)
                return Ended(at, at);

            if (rest[at] == delimiter)
                continue;

            if (rest[at] == '\n')
                return Ended(at, at + 1);

            if (rest[at] == '\r' && at + 1 == rest.Length)
                return _isEnded ? Ended(at, at + 1) : NotYet;

            if (rest[at] == '\r' && rest[at + 1] == '\n')
                return Ended(at, at + 2);

            Problem = PlaceOf(rest, at) + (rest[at] == '\r' ? "a carriage return that ends no line"
                : rest[at] == '"' ? "a quote in a field that does not begin with one; put quotes around the field, and double those in it"
                : $"expected '{(char)delimiter}' or the line's end behind a quote, found '{Shown(rest[at..])}'; quotes in a field are "
                    + "doubled");
            var end = rest[at..].IndexOf((byte)'\n');
            return end >= 0 ? Ended(at + end, at + end + 1) : _isEnded ? Ended(rest.Length, rest.Length) : NotYet;
        }
    }

    private bool ScanPlain(ReadOnlySpan<byte> rest, ref int at)
    {
        var length = rest[at..].IndexOfAny(_ends);
        if (length < 0 && !_isEnded)
            return false;

        length = length < 0 ? rest.Length - at : length;
        Add(new(at, length, IsQuoted: false, HasQuotes: false));
        at += length;
        return true;
    }

    private bool ScanQuoted(ReadOnlySpan<byte> rest, ref int at)
    {
        var start = at + 1;
        var hasQuotes = false;
        for (var from = start; ; hasQuotes = true, from++)
        {
            var found = rest[from..].IndexOf((byte)'"');
            if (found < 0)
                return _isEnded ? throw NotClosed(rest, at) : false;

            from += found + 1;
            if (from == rest.Length && !_isEnded)
                return false;

            if (from == rest.Length || rest[from] != '"')
            {
                Add(new(start, from - 1 - start, IsQuoted: true, hasQuotes));
                at = from;
                return true;
            }
        }
    }

    private void Add(CsvField field)
    {
        if (_count == _fields.Length)
            Array.Resize(ref _fields, _count * 2);

        _fields[_count++] = field;
    }

    private int Ended(int length, int taken)
    {
        _length = length;
        return taken;
    }

    private void Fill()
    {
        var rest = _end - _start;
        if (rest > _buffer.Length / 2)
        {
            if (rest >= ItemBlockReader.LongestLine)
            {
                throw new SourceException(
                    $"{location}({_nextLine}): a record has no end within {rest >> 20} MB; a quote may not be closed");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        _buffer.AsSpan(_start, rest).CopyTo(_buffer);
        (_start, _end) = (0, rest);
        try
        {
            _end += text.ReadAtLeast(_buffer.AsSpan(rest), _buffer.Length - rest, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new SourceException(
                $"{location}: corrupt or truncated gzip after line {_nextLine - 1} ({e.Message}); copy the file again", e);
        }

        _isEnded = _end < _buffer.Length;
        if (!_isBegun)
            _start = TextStart.LengthOfMark(_buffer.AsSpan(0, _end), location);

        _isBegun = true;
    }

    private SourceException NotClosed(ReadOnlySpan<byte> rest, int at) => new(
        $"{location}({_nextLine + rest[..at].Count((byte)'\n')}): a quote that opens in column {ColumnOf(rest, at)} is not closed until "
            + "the file's end; the file was cut off, or the quote is too much");

    private static int ColumnOf(ReadOnlySpan<byte> record, int at) =>
        Encoding.UTF8.GetCharCount(record[(record[..at].LastIndexOf((byte)'\n') + 1)..at]) + 1;

    private string PlaceOf(ReadOnlySpan<byte> record, int at) => record[..at].Count((byte)'\n') is > 0 and var lines
        ? $"line {_nextLine + lines}, column {ColumnOf(record, at)}: "
        : $"column {ColumnOf(record, at)}: ";

    private static string NoUtf8(ReadOnlySpan<byte> record)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(record[at..], out _, out var consumed) == OperationStatus.Done)
            at += consumed;

        return $"column {ColumnOf(record, at)}: expected UTF-8, found the byte 0x{record[at]:X2}; convert the file, such as with 'iconv -f "
            + "WINDOWS-1252 -t UTF-8'";
    }

    private static string Shown(ReadOnlySpan<byte> text)
    {
        Rune.DecodeFromUtf8(text, out var first, out _);
        return first.ToString();
    }
}
