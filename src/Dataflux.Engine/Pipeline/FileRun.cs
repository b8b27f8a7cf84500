using System.Threading.Channels;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Pipeline;

/// <summary>One file on its way through the stages.</summary>
internal sealed class FileRun<TRow>(ExportFile file, int number, int writers, RejectBuffer rejects)
{
    private readonly TaskCompletionSource _othersFinished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writersLeft = writers;
    private int _endsToBegin = writers;

    internal ExportFile File { get; } = file;

    /// <summary>The file's place in the export, counted from 1.</summary>
    internal int Number { get; } = number;

    internal FileCounts Counts { get; private set; } = new();

    internal RejectBuffer Rejects { get; } = rejects;

    /// <summary>Whether a limit ended the file before its last item: it must not be marked done.</summary>
    internal bool Cut { get; set; }

    // Capacity 1: at most one chunk waits while another one is transformed.
    internal Channel<GroupChunk<TRow>> Groups { get; } = Channel.CreateBounded<GroupChunk<TRow>>(
        new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });

    /// <summary>Completes when all groups were made into records, so that none of the file's rows is needed any more.</summary>
    internal TaskCompletionSource Transformed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Forgets counts and rejects, because the file is read anew before anything of it was handed on.</summary>
    internal void Restart()
    {
        Counts = new FileCounts();
        Rejects.Clear();
    }

    /// <summary>Called by each writer after it committed its last batch of the file; true for the last of them.</summary>
    internal bool WriterFinished()
    {
        var left = Interlocked.Decrement(ref _writersLeft);
        if (left == 1)
        {
            _othersFinished.TrySetResult();
        }

        return left == 0;
    }

    /// <summary>Called by each writer before its last batch of the file; true for the last of them.</summary>
    internal bool EndBegun() => Interlocked.Decrement(ref _endsToBegin) == 0;

    /// <summary>
    /// Completes when all other writers have committed their last batches. Whoever waits has begun no transaction and holds no lock, so
    /// nobody waits for it in turn.
    /// </summary>
    internal Task OthersFinishedAsync(CancellationToken stop) =>
        Volatile.Read(ref _writersLeft) == 1 ? Task.CompletedTask : _othersFinished.Task.WaitAsync(stop);
}
