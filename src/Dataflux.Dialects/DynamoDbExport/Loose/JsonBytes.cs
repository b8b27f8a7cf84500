using System.Buffers;
using Dataflux.Dialects.Lines;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport.Loose;

/// <summary>
/// The bytes of a JSON text, read through a buffer that is as long as the longest value looked at. Positions are relative
/// to what was taken last.
/// </summary>
/// <param name="json">The text.</param>
/// <param name="location">The file, for messages.</param>
internal sealed class JsonBytes(Stream json, string location)
{
    /// <summary>No item comes near it, see <see cref="ItemBlockReader"/>.</summary>
    private const int LongestItem = 32 * 1024 * 1024;

    private static readonly SearchValues<byte> Structural = SearchValues.Create("\"{}[]\r\n"u8);
    private static readonly SearchValues<byte> InText = SearchValues.Create("\"\\\n"u8);
    private static readonly SearchValues<byte> AfterScalar = SearchValues.Create(",]} \t\r\n"u8);

    private byte[] _buffer = new byte[ItemBlockReader.DefaultBlockSize];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Bytes taken so far, for messages.</summary>
    internal long Taken { get; private set; }

    /// <summary>A byte; -1 behind the end.</summary>
    internal int At(int position) => position < _end - _start || Fill(position + 1) ? _buffer[_start + position] : -1;

    /// <summary>The position of the first byte from a position on that is no white space; -1 at the end.</summary>
    internal int PeekNonSpace(int from = 0)
    {
        for (; ; from++)
        {
            switch (At(from))
            {
                case ' ' or '\t' or '\r' or '\n':
                    continue;
                case -1:
                    return -1;
                default:
                    return from;
            }
        }
    }

    /// <summary>Takes white space and returns the byte behind it, which stays; -1 at the end.</summary>
    internal int SkipSpace()
    {
        while (At(0) is ' ' or '\t' or '\r' or '\n')
            Take(1);

        return At(0);
    }

    internal void SkipByteOrderMark()
    {
        if (At(0) == 0xEF && At(1) == 0xBB && At(2) == 0xBF)
            Take(3);
    }

    /// <summary>Takes bytes.</summary>
    /// <returns>They stay valid until the next call.</returns>
    internal ReadOnlySpan<byte> Take(int length)
    {
        var taken = _buffer.AsSpan(_start, length);
        _start += length;
        Taken += length;
        return taken;
    }

    /// <summary>Takes a line without its end.</summary>
    internal bool TakeLine(out ReadOnlySpan<byte> line)
    {
        for (var searched = 0; ;)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = Take(searched + found + 1)[..^1];
                return true;
            }

            searched = _end - _start;
            if (!Fill(searched + 1))
            {
                line = Take(searched);
                return searched > 0;
            }
        }
    }

    /// <summary>Whether the value at a position is alone on its line.</summary>
    internal bool IsAloneOnLine(int position)
    {
        var lineEnd = position;
        while (At(lineEnd) is not ('\n' or -1))
            lineEnd++;

        if (At(lineEnd + 1) == '{')
            return true; // a value that goes on there would not do so with an object: the first line may be damaged, the next is one

        var end = EndOfValue(position, flatten: false);
        while (At(end) is ' ' or '\t' or '\r')
            end++;

        return end == lineEnd;
    }

    /// <summary>Takes the value that begins here, as one line: line ends between its tokens become spaces.</summary>
    internal ReadOnlySpan<byte> TakeValue() => Take(EndOfValue(0, flatten: true));

    /// <summary>Takes a value that is of no interest, however long it is.</summary>
    internal void SkipValue() => EndOfValue(0, flatten: false, discard: true);

    /// <summary>The position behind the value at a position. With <paramref name="discard"/> everything up to there is taken.</summary>
    private int EndOfValue(int at, bool flatten, bool discard = false)
    {
        if (At(at) is not ('{' or '[' or '"'))
            return EndOfScalar(at, discard);

        var depth = 0;
        do
        {
            if (discard)
            {
                Take(at);
                at = 0;
            }

            var found = Seek(at, Structural);
            var c = _buffer[_start + found];
            at = found + 1;
            switch (c)
            {
                case (byte)'"':
                    at = EndOfText(at, flatten);
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    break;
                default:
                    if (flatten)
                        _buffer[_start + found] = (byte)' ';

                    break;
            }
        }
        while (depth > 0);

        if (discard)
        {
            Take(at);
            at = 0;
        }

        return at;
    }

    private int EndOfText(int at, bool flatten)
    {
        while (true)
        {
            at = Seek(at, InText);
            switch (_buffer[_start + at])
            {
                case (byte)'"':
                    return at + 1;
                case (byte)'\\':
                    at += 2;
                    break;
                default:
                    if (flatten)
                    {
                        // No JSON: the item stays on one line and is refused for the carriage return, the others are read.
                        _buffer[_start + at] = (byte)'\r';
                    }

                    at++;
                    break;
            }
        }
    }

    private int EndOfScalar(int at, bool discard)
    {
        while (At(at) is var c and >= 0 && !AfterScalar.Contains((byte)c))
            at++;

        if (discard)
        {
            Take(at);
            at = 0;
        }

        return at;
    }

    /// <summary>The position of the first of some bytes.</summary>
    private int Seek(int at, SearchValues<byte> wanted)
    {
        while (true)
        {
            if (at < _end - _start)
            {
                var found = _buffer.AsSpan(_start + at, _end - _start - at).IndexOfAny(wanted);
                if (found >= 0)
                    return at + found;

                at = _end - _start;
            }

            if (!Fill(at + 1))
            {
                throw new SourceException(
                    $"{location}: ends in the middle of a value that begins at byte {Taken + 1}; copy the file again");
            }
        }
    }

    /// <summary>Reads until so many bytes are there.</summary>
    private bool Fill(int length)
    {
        while (_end - _start < length && !_ended)
        {
            if (_end == _buffer.Length)
                MakeRoom();

            var read = Read();
            _end += read;
            _ended = read == 0;
        }

        return _end - _start >= length;
    }

    private void MakeRoom()
    {
        var held = _buffer.AsSpan(_start, _end - _start);
        if (held.Length > LongestItem)
        {
            throw new SourceException($"{location}: the value that begins at byte {Taken + 1} is longer than "
                + $"{LongestItem / (1024 * 1024)} MB, and a DynamoDB item has at most 400 KB; this is no DynamoDB JSON");
        }

        var target = held.Length > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        held.CopyTo(target);
        (_buffer, _start, _end) = (target, 0, held.Length);
    }

    private int Read()
    {
        try
        {
            return json.Read(_buffer.AsSpan(_end));
        }
        catch (InvalidDataException e)
        {
            throw new SourceException(
                $"{location}: corrupt or truncated gzip after byte {Taken} of its text ({e.Message}); copy the file again", e);
        }
    }
}
