using Dataflux.Dialects.Lines;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDbExport.Loose;

/// <summary>
/// Finds the items in a text of DynamoDB JSON, whatever is around them: lines of an export, bare items on lines, lists of
/// items, BatchWriteItem requests, the output of a scan. Holds one item at a time beside the block that is being filled.
/// </summary>
/// <remarks>
/// Items get the numbers of their lines when every item has a line of its own; otherwise they are counted from 1. Either
/// way a number means one item, and the same one whenever the file is read.
/// </remarks>
/// <param name="json">The decompressed text.</param>
/// <param name="location">The file, for messages.</param>
/// <param name="blockSize">Bytes per block; a longer item makes a longer block.</param>
/// <param name="isContinued">Whether another file has the next page of a scan, see <see cref="ScanPages"/>.</param>
internal sealed class LooseItemReader(
    Stream json, string location, int blockSize = ItemBlockReader.DefaultBlockSize, bool isContinued = false)
{
    private readonly JsonBytes _json = new(json, location);
    private ItemDocuments? _documents;
    private bool _started;
    private byte[] _block = [];
    private int _filled;
    private long _nextNumber = 1;

    /// <summary>The next block; <see langword="null"/> at the end of the text.</summary>
    /// <exception cref="SourceException">The text is corrupt, cut off, or no DynamoDB JSON.</exception>
    internal ItemBlock? Read()
    {
        if (!_started)
        {
            _started = true;
            _documents = HasItemPerLine() ? null : new ItemDocuments(_json, location, isContinued);
        }

        _block = GC.AllocateUninitializedArray<byte>(blockSize);
        _filled = 0;
        var first = _nextNumber;
        while (_filled < blockSize && Next(out var item))
        {
            Append(item);
            _nextNumber++;
        }

        return _nextNumber == first ? null : ItemBlock.Parse(_block.AsMemory(0, _filled), first);
    }

    private bool Next(out ReadOnlySpan<byte> item) => _documents is null ? _json.TakeLine(out item) : _documents.Next(out item);

    /// <summary>Decided by the first item: it must end where its line ends, and be no part of something larger.</summary>
    private bool HasItemPerLine()
    {
        TextStart.RefuseUtf16(_json.At(0), _json.At(1), location);
        _json.SkipByteOrderMark();
        var start = _json.PeekNonSpace();
        return start < 0 || (_json.At(start) == '{' && !Envelope.IsAt(_json, start) && _json.IsAloneOnLine(start));
    }

    private void Append(ReadOnlySpan<byte> item)
    {
        var bare = ItemShape.IsBare(item);
        if (_nextNumber == 1 && new ForeignShape(location).OfFirst(item, bare) is { } foreign)
            throw foreign;

        var length = item.Length + (bare ? ItemShape.Before.Length + ItemShape.After.Length : 0) + 1;
        if (_filled + length > _block.Length)
            Array.Resize(ref _block, Math.Max(_filled + length, _block.Length + (_block.Length / 2)));

        if (bare)
        {
            Add(ItemShape.Before);
            Add(item.TrimEnd(" \t\r"u8));
            Add(ItemShape.After);
        }
        else
        {
            Add(item);
        }

        Add("\n"u8);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_block.AsSpan(_filled));
        _filled += bytes.Length;
    }
}
