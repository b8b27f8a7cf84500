using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Lines;

/// <summary>
/// Cuts a stream of lines into blocks of whole lines and parses them. Synchronous: decompressing a block is too little
/// work to be worth an await. Each block owns its array, because a profile may keep items as long as it likes.
/// </summary>
/// <param name="lines">The decompressed lines.</param>
/// <param name="location">The file, for messages.</param>
/// <param name="parse">Makes items of whole lines, given the number of the first; see <see cref="ItemBlock.Parse"/>.</param>
/// <param name="blockSize">Bytes per block; a longer line makes a longer block.</param>
internal sealed class ItemBlockReader(
    Stream lines, string location, Func<ReadOnlyMemory<byte>, long, ItemBlock> parse,
    int blockSize = ItemBlockReader.DefaultBlockSize)
{
    /// <summary>Below the large object heap's threshold of 85,000 bytes, so that blocks die young in generation 0.</summary>
    internal const int DefaultBlockSize = 80 * 1024;

    /// <summary>No item comes near it: 400 KB of control characters are 2.4 MB of JSON.</summary>
    internal const int LongestLine = 32 * 1024 * 1024;

    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(blockSize);
    private int _filled;
    private long _nextLine = 1;
    private bool _ended;

    /// <summary>Records handed out so far, malformed ones included.</summary>
    internal long Count { get; private set; }

    /// <summary>The next block; <see langword="null"/> at the end of the stream.</summary>
    /// <exception cref="SourceException">The stream is corrupt, truncated or holds no lines.</exception>
    internal ItemBlock? Read()
    {
        var complete = FillToLineEnd();
        if (complete == 0)
            return null;

        var taken = _buffer.AsMemory(0, complete);
        KeepRemainder(complete);
        var block = parse(taken, _nextLine);
        _nextLine += taken.Span.Count((byte)'\n');
        Count += block.Count;
        return block;
    }

    /// <summary>Fills the buffer as far as it goes; grows it while it holds no line end.</summary>
    /// <returns>The length of the whole lines at its beginning; 0 at the end of the stream.</returns>
    private int FillToLineEnd()
    {
        var searched = 0;
        while (true)
        {
            while (!_ended && _filled < _buffer.Length)
            {
                var read = ReadStream(_buffer.AsSpan(_filled));
                _filled += read;
                _ended = read == 0;
            }

            if (_ended)
                return _filled; // the last line may lack its line end

            var lineEnd = _buffer.AsSpan(searched, _filled - searched).LastIndexOf((byte)'\n');
            if (lineEnd >= 0)
                return searched + lineEnd + 1;

            searched = _filled;
            Grow();
        }
    }

    private int ReadStream(Span<byte> buffer)
    {
        try
        {
            return lines.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new SourceException($"{location}: corrupt or truncated gzip after line {_nextLine - 1} ({e.Message}); copy the "
                + "file again", e);
        }
    }

    private void Grow()
    {
        if (_buffer.Length >= LongestLine)
        {
            throw new SourceException(
                $"{location}: line {_nextLine} is longer than {LongestLine / (1024 * 1024)} MB, and a DynamoDB item has at most 400 "
                    + "KB; these are no lines with items");
        }

        var grown = GC.AllocateUninitializedArray<byte>(_buffer.Length * 2);
        _buffer.AsSpan(0, _filled).CopyTo(grown);
        _buffer = grown;
    }

    private void KeepRemainder(int complete)
    {
        var remainder = _buffer.AsSpan(complete, _filled - complete);
        var next = _ended ? [] : GC.AllocateUninitializedArray<byte>(Math.Max(blockSize, remainder.Length * 2));
        remainder.CopyTo(next);
        _filled = remainder.Length;
        _buffer = next;
    }
}
