using System.Threading.Channels;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Rows;
using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Pipeline;

/// <summary>One part on its way through the stages, or a partition of all parts, which goes through them as a part does.</summary>
internal sealed class PartRun<TRow>(ISource source, SourcePart part, int number, int writers, RejectBuffer rejects, RowsAhead ahead)
    : PartLedger(source, part, number, rejects)
{
    private readonly TaskCompletionSource _othersFinished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _writers = writers;
    private int _writersLeft = writers;
    private int _endsToBegin = writers;

    /// <summary>The stretch of the same part behind this one; known when <see cref="Groups"/> is complete.</summary>
    internal PartRun<TRow>? Next { get; private set; }

    /// <summary>This stretch of the part, and those behind it that are known.</summary>
    internal IEnumerable<PartRun<TRow>> Stretches
    {
        get
        {
            for (var run = this; run is not null; run = run.Next)
                yield return run;
        }
    }

    /// <summary>What the part's reader may still collect.</summary>
    internal RowsAhead Ahead { get; } = ahead;

    /// <summary>The part's groups; as many as <see cref="Ahead"/> allows.</summary>
    internal Channel<GroupChunk<TRow>> Groups { get; } = Channel.CreateUnbounded<GroupChunk<TRow>>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    /// <summary>Ends this stretch, and begins the one behind it.</summary>
    internal PartRun<TRow> EndAt(string position)
    {
        EndsAt = position;
        return Next = new(Source, Part with { Position = position }, Number, _writers, Rejects.Next(), Ahead)
        {
            Versions = Versions is null ? null : new(),
        };
    }

    /// <summary>Ends the last stretch of a part that has grown no further.</summary>
    internal void EndGrownTo(string position) => (EndsAt, IsGrownTo) = (position, true);

    /// <summary>Called by each writer after it committed its last batch of the part; true for the last of them.</summary>
    internal bool WriterFinished()
    {
        var left = Interlocked.Decrement(ref _writersLeft);
        if (left == 1)
            _othersFinished.TrySetResult();

        return left == 0;
    }

    /// <summary>Called by each writer before its last batch of the part; true for the last of them.</summary>
    internal bool EndBegun() => Interlocked.Decrement(ref _endsToBegin) == 0;

    /// <summary>
    /// Completes when all other writers have committed their last batches. Whoever waits has begun no transaction and holds no lock, so
    /// nobody waits for it in turn.
    /// </summary>
    internal Task OthersFinishedAsync(CancellationToken stop) =>
        Volatile.Read(ref _writersLeft) == 1 ? Task.CompletedTask : _othersFinished.Task.WaitAsync(stop);
}
