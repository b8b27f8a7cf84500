using Dataflux.Engine.Ground;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Sources;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Rejects;

/// <summary>
/// <c>rejects.ndjson</c>: the rejects of the parts that are done, each with its original items. Its length is part of the
/// checkpoint; what a crash left behind it is cut off when the run is resumed.
/// </summary>
internal sealed class RejectFile : IDisposable
{
    // Rejects whose items must be read again are resolved in portions, so that their number costs no memory.
    private const int Portion = 20_000;
    private readonly string _path;
    private readonly long _validLength;
    private readonly Func<ReadOnlyMemory<byte>, string?> _groupKeyOf;
    private readonly Func<string, string> _redact;
    private FileStream? _stream;

    /// <param name="path">The file.</param>
    /// <param name="validLength">The checkpoint's length; what lies behind it is cut off when the first part is done.</param>
    /// <param name="groupKeyOf">Says which group the item of a line belongs to.</param>
    /// <param name="redact">Strikes secrets out of what a failure says.</param>
    /// <exception cref="StateException">The file is shorter than that.</exception>
    internal RejectFile(string path, long validLength, Func<ReadOnlyMemory<byte>, string?> groupKeyOf, Func<string, string> redact)
    {
        _redact = redact;
        _path = path;
        _groupKeyOf = groupKeyOf;
        _validLength = validLength;
        var found = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (found < validLength)
        {
            throw new StateException(
                $"{path} is {found:N0} bytes long, but the checkpoint counts on {validLength:N0}; "
                + "restore the file, or start over with 'dataflux reset'");
        }
    }

    /// <summary>The length up to which the file is on disk.</summary>
    internal long Length => _stream?.Length ?? _validLength;

    /// <summary>Cuts off what an interrupted process left behind the checkpoint.</summary>
    internal FileStream Open()
    {
        if (_stream is null)
        {
            _stream = PrivateFile.OpenOrCreate(_path);
            _stream.SetLength(_validLength);
            _stream.Seek(0, SeekOrigin.End);
        }

        return _stream;
    }

    /// <summary>Cuts off what was appended for a part that is not done after all.</summary>
    internal void CutTo(long length)
    {
        var stream = Open();
        stream.SetLength(length);
        stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Appends a part's rejects with their original items, and flushes them to disk.</summary>
    /// <param name="rejects">The rejects.</param>
    /// <param name="source">Reads the part.</param>
    /// <param name="part">The part.</param>
    /// <param name="origins">Says where its lines are in the export, when it is a partition.</param>
    /// <param name="cancellation">Stops the reading.</param>
    internal async Task AppendAsync(
        RejectBuffer rejects, PartReader source, SourcePart part, LineOrigins? origins, CancellationToken cancellation)
    {
        var stream = Open();
        foreach (var portion in rejects.Read().Chunk(Portion))
        {
            var originals = await OriginalsAsync(portion, source, part, cancellation);
            foreach (var (reject, item) in portion)
            {
                var items = item is { } atHand ? [atHand] : reject.Lines.Select(line => originals[line]).ToArray();
                var told = reject with { Error = reject.Error.Redacted(_redact) };
                var named = UnstorablePlaces.NameIn(WithKey(told, items), items);
                foreach (var (ofPart, itsItems) in origins?.PerPart(named, items) ?? [(named, items)])
                    await stream.WriteAsync(RejectLine.Format(ofPart, itsItems), cancellation);
            }
        }

        KillPoint.At(KillPoint.InRejects);
        stream.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        try
        {
            _stream?.Dispose();
        }
        catch (IOException)
        {
            // The disk was full when rejects were written. The checkpoint does not count on what is lost here.
        }
    }

    // Batches carry records, not rows: the key of a group whose records were refused is found again by its first item.
    private Reject WithKey(Reject reject, OriginalLine[] items) =>
        reject.Key is null && reject.Stage == StageNames.Of(Stage.Upsert) && items is [{ IsWellFormed: true } first, ..]
            ? reject with { Key = _groupKeyOf(first.Bytes) }
            : reject;

    private static async Task<Dictionary<long, OriginalLine>> OriginalsAsync(
        (Reject Reject, OriginalLine? Item)[] portion, PartReader source, SourcePart part, CancellationToken cancellation)
    {
        var wanted = portion.Where(p => p.Item is null).SelectMany(p => p.Reject.Lines).ToHashSet();
        var found = new Dictionary<long, OriginalLine>(wanted.Count);
        if (wanted.Count == 0)
            return found;

        await foreach (var (block, first) in source.ReadAsync(part, cancellation))
        {
            for (var i = first; i < block.Count; i++)
            {
                if (wanted.Remove(block.LineNumber(i)))
                    found.Add(block.LineNumber(i), new OriginalLine(block.Line(i).ToArray(), block.Error(i) is null));
            }

            if (wanted.Count == 0)
                break;
        }

        return wanted.Count == 0
            ? found
            : throw new SourceException($"{part.Name} changed while it was read: {wanted.Count} rejected lines are no longer there");
    }
}
