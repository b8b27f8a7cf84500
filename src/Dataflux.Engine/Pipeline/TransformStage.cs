using System.Threading.Channels;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Rows;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// The stages <c>transform</c> and batch: makes records of groups, part after part, and gives each to the writer that owns
/// its key. Batches end with their part, so that a part can be marked done.
/// </summary>
internal sealed class TransformStage<TRow, TRecord>
    where TRecord : notnull
{
    // Bounds the memory of a batch whose items are large; DynamoDB allows 400 KB an item.
    private const long BatchBytes = 16L * 1024 * 1024;
    private readonly RunScope<TRow, TRecord> _scope;
    private readonly ChannelWriter<Batch<TRow, TRecord>>[] _writers;
    private readonly Batch<TRow, TRecord>[] _open;
    private readonly RecordRouting<TRecord>? _routing;
    private readonly RecordStage<TRow, TRecord> _recordStage;
    private readonly List<TRecord> _records = [];
    private readonly Queue<(int Writer, Batch<TRow, TRecord> Batch)> _full = [];

    // Of a part that is a stream: what the open batches write.
    private readonly OrderOfKeys[]? _order;
    private int _nextEarlier;

    internal TransformStage(RunScope<TRow, TRecord> scope, ChannelWriter<Batch<TRow, TRecord>>[] writers, RecordRouting<TRecord>? routing)
    {
        _scope = scope;
        _recordStage = new(scope.Profile, scope.Plan.ScriptWatch.NewPosition());
        _writers = writers;
        _open = new Batch<TRow, TRecord>[writers.Length];
        _routing = writers.Length > 1 ? routing : null;
        if (scope.Plan.Export.Parts.Any(static part => part.IsStream))
            _order = [.. writers.Select(_ => new OrderOfKeys(scope.Profile.MappedTypes, scope.Plan.Target.HasLooseKeys))];
    }

    internal async Task RunAsync(PartRun<TRow> part, CancellationToken stop)
    {
        for (var i = 0; i < _open.Length; i++)
            Open(i, part);

        var account = new PartAccount<TRow, TRecord>(_scope, part);
        await foreach (var chunk in part.Groups.Reader.ReadAllAsync(stop))
        {
            var (observer, time) = (_scope.Plan.Observer, _scope.Plan.Time);
            observer.Dequeued(StageQueue.Groups, time.GetElapsedTime(chunk.ReadyAt));
            var next = 0;
            _nextEarlier = 0;
            var since = time.GetTimestamp();
            var worked = TimeSpan.Zero;
            while (Fill(account, chunk, ref next))
            {
                worked += time.GetElapsedTime(since);
                while (_full.TryDequeue(out var full))
                    await HandOnAsync(full.Writer, full.Batch, stop);

                since = time.GetTimestamp();
            }

            observer.Worked(TimedStage.Transform, worked + time.GetElapsedTime(since));
            part.Ahead.Remove(chunk.Bytes);
        }

        for (var i = 0; i < _open.Length; i++)
        {
            _open[i].EndsPart = true;
            await HandOnAsync(i, _open[i], stop);
        }
    }

    private ValueTask HandOnAsync(int writer, Batch<TRow, TRecord> batch, CancellationToken stop)
    {
        batch.ReadyAt = _scope.Plan.Time.GetTimestamp();
        return _writers[writer].WriteAsync(batch, stop);
    }

    private void Open(int writer, PartRun<TRow> part)
    {
        _open[writer] = new(part, _scope.Sizing.Records);
        _order?[writer].Clear();
    }

    private void Close(int writer)
    {
        var batch = _open[writer];
        _full.Enqueue((writer, batch));
        Open(writer, batch.Part);
    }

    /// <summary>Works until a batch is full, or the chunk is empty (false). Synchronous: nothing here waits.</summary>
    private bool Fill(IItemAccount account, GroupChunk<TRow> chunk, ref int next)
    {
        while (next < chunk.Deletions.Count + chunk.Count)
        {
            var index = next++ - chunk.Deletions.Count;
            int writer;
            if (index < 0)
            {
                writer = Add(chunk.Deletions[index + chunk.Deletions.Count]);
            }
            else if (_recordStage.TryMake(account, chunk, index, _records))
            {
                var earlier = WrittenKeys.Without(EarlierOf(chunk, index), _records, _scope.Plan.Target.HasLooseKeys);
                writer = _routing is null ? 0 : WriterOf(_routing.OfRecord(_records[0]));
                if (_routing is not null)
                {
                    // Each at its key's writer, behind what wrote it.
                    Array.ForEach(earlier, key => Add(new([key], chunk.Lines(index)[0]) { IsOfPut = true }));
                    earlier = [];
                }

                Write(writer, chunk.Lines(index), earlier);
            }
            else if (EarlierOf(chunk, index) is { Length: > 0 } earlier && !_recordStage.WasRejected)
            {
                writer = Add(new(earlier, chunk.Lines(index)[0]) { IsOfPut = true, Skipped = SkipReason.Transform });
            }
            else
            {
                continue;
            }

            if (_open[writer].IsFull || _open[writer].Bytes >= BatchBytes)
                Close(writer);

            if (_full.Count > 0)
                return true;
        }

        return false;
    }

    private void Write(int writer, ReadOnlySpan<SourceLine> lines, object[] earlier)
    {
        KeepOrder(writer, earlier);
        _open[writer].Add(_records, lines, earlier);
        if (_order is null || !_open[writer].Part.Part.IsStream)
            return;

        foreach (var record in _records)
            _order[writer].Writes(record);
    }

    // In a transaction deletes come first: what is deleted behind a record of the same key belongs into the next one.
    private void KeepOrder(int writer, object[] keys)
    {
        if (_order is { } order && Array.Exists(keys, order[writer].MayWrite))
            Close(writer);
    }

    private int Add(Deletion deletion)
    {
        var writer = _routing is null ? 0 : WriterOf(_routing.OfKey!(deletion.Keys[0]));
        KeepOrder(writer, deletion.Keys);
        _open[writer].Add(deletion);
        return writer;
    }

    private object[] EarlierOf(GroupChunk<TRow> chunk, int index) =>
        _nextEarlier < chunk.Earlier.Count && chunk.Earlier[_nextEarlier].Group == index ? chunk.Earlier[_nextEarlier++].Keys : [];

    private int WriterOf(int hash) => (int)((uint)hash * 0x9E3779B1u >> 16) % _writers.Length;
}
