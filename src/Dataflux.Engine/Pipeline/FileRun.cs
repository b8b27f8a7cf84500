using System.Threading.Channels;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Rows;
using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Pipeline;

/// <summary>One file on its way through the stages, or a partition of all files, which goes through them as a file does.</summary>
internal sealed class FileRun<TRow>(ISource source, ExportFile file, int number, int writers, RejectBuffer rejects, RowsAhead ahead)
{
    private readonly TaskCompletionSource _othersFinished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writersLeft = writers;
    private int _endsToBegin = writers;

    /// <summary>Where its items come from.</summary>
    internal ISource Source { get; } = source;

    internal ExportFile File { get; } = file;

    /// <summary>The file's place in the export, or the partition's, counted from 1.</summary>
    internal int Number { get; } = number;

    /// <summary>Whether this is a partition: its items were counted as read with their files, and line numbers are places in the export.</summary>
    internal bool IsPartition => Source is PartitionSource;

    /// <summary>Whether there are only deleted items, which wait for no others.</summary>
    internal bool IsOfDeletes => IsPartition && Number == ExportPartitions.Deletes;

    internal FileCounts Counts { get; private set; } = new();

    internal RejectBuffer Rejects { get; } = rejects;

    /// <summary>Whether a limit ended the file before its last item: it must not be marked done.</summary>
    internal bool Cut { get; set; }

    /// <summary>What of its items was not read, once all of them are rows; <see langword="null"/>: nobody counts that.</summary>
    internal FileCoverage? Coverage { get; set; }

    /// <summary>What the file's reader may still collect.</summary>
    internal RowsAhead Ahead { get; } = ahead;

    /// <summary>The file's groups; as many as <see cref="Ahead"/> allows.</summary>
    internal Channel<GroupChunk<TRow>> Groups { get; } = Channel.CreateUnbounded<GroupChunk<TRow>>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    /// <summary>Forgets counts and rejects, because the file is read again before anything of it was handed on.</summary>
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
