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
    private int _nextEarlier;

    internal TransformStage(RunScope<TRow, TRecord> scope, ChannelWriter<Batch<TRow, TRecord>>[] writers, RecordRouting<TRecord>? routing)
    {
        _scope = scope;
        _recordStage = new(scope.Profile, scope.Plan.ScriptWatch.NewPosition());
        _writers = writers;
        _open = new Batch<TRow, TRecord>[writers.Length];
        _routing = writers.Length > 1 ? routing : null;
    }

    internal async Task RunAsync(PartRun<TRow> part, CancellationToken stop)
    {
        for (var i = 0; i < _open.Length; i++)
            _open[i] = new(part, _scope.Sizing.Records);

        var account = new PartAccount<TRow, TRecord>(_scope, part);
        await foreach (var chunk in part.Groups.Reader.ReadAllAsync(stop))
        {
            var (observer, time) = (_scope.Plan.Observer, _scope.Plan.Time);
            observer.Dequeued(StageQueue.Groups, time.GetElapsedTime(chunk.ReadyAt));
            var next = 0;
            _nextEarlier = 0;
            var since = time.GetTimestamp();
            var worked = TimeSpan.Zero;
            while (Fill(account, chunk, ref next) is { } full)
            {
                worked += time.GetElapsedTime(since);
                await HandOnAsync(full, stop);
                _open[full] = new(part, _scope.Sizing.Records);
                since = time.GetTimestamp();
            }

            observer.Worked(TimedStage.Transform, worked + time.GetElapsedTime(since));
            part.Ahead.Remove(chunk.Bytes);
        }

        for (var i = 0; i < _open.Length; i++)
        {
            _open[i].EndsPart = true;
            await HandOnAsync(i, stop);
        }
    }

    private ValueTask HandOnAsync(int writer, CancellationToken stop)
    {
        _open[writer].ReadyAt = _scope.Plan.Time.GetTimestamp();
        return _writers[writer].WriteAsync(_open[writer], stop);
    }

    /// <summary>Works until a batch is full (its writer is returned) or the chunk is empty. Synchronous: nothing here waits.</summary>
    private int? Fill(IItemAccount account, GroupChunk<TRow> chunk, ref int next)
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

                _open[writer].Add(_records, chunk.Lines(index), earlier);
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
                return writer;
        }

        return null;
    }

    private int Add(Deletion deletion)
    {
        var writer = _routing is null ? 0 : WriterOf(_routing.OfKey!(deletion.Keys[0]));
        _open[writer].Add(deletion);
        return writer;
    }

    private object[] EarlierOf(GroupChunk<TRow> chunk, int index) =>
        _nextEarlier < chunk.Earlier.Count && chunk.Earlier[_nextEarlier].Group == index ? chunk.Earlier[_nextEarlier++].Keys : [];

    private int WriterOf(int hash) => (int)((uint)hash * 0x9E3779B1u >> 16) % _writers.Length;
}
