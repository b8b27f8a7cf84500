using System.Threading.Channels;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// One writer: the stage <c>upsert</c>. Transient failures are waited out; a batch that fails because of its records is
/// halved until the bad group stands alone and is rejected; anything else stops the run.
/// </summary>
internal sealed class WriteStage<TRow, TRecord>(RunScope<TRow, TRecord> scope, ITargetSession session, RunReport report)
    where TRecord : notnull
{
    private readonly Patience _patience =
        new("writing to the target", scope.Plan.Target.Classify, scope.Options, scope.Plan.Observer, scope.Plan.Time, scope.Progress.Retried);

    private CancellationToken _drained;

    /// <summary>Writes the batches of one writer.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="stop">Ends the stage after the transaction under way.</param>
    /// <param name="drained">Ends that too.</param>
    internal async Task RunAsync(ChannelReader<Batch<TRow, TRecord>> batches, CancellationToken stop, CancellationToken drained)
    {
        _drained = drained;
        await foreach (var batch in batches.ReadAllAsync(stop))
        {
            scope.Plan.Observer.Dequeued(StageQueue.Batches, scope.Plan.Time.GetElapsedTime(batch.ReadyAt));
            if (batch.Groups > 0 && scope.Pressure is { } pressure)
            {
                await pressure.WaitAsync(batch.Size, stop);
            }

            if (batch.EndsFile && report.EndsInTarget(batch.File) && batch.File.EndBegun())
            {
                await batch.File.OthersFinishedAsync(stop);
                await WriteEndAsync(batch, stop);
            }
            else
            {
                if (batch.Groups > 0)
                {
                    await WriteAsync(batch, 0, batch.Groups, stop);
                }

                if (batch.EndsFile && batch.File.WriterFinished())
                {
                    await report.FileWrittenAsync(batch.File, stop);
                }
            }

            KillPoint.At(KillPoint.BetweenBatches);
            stop.ThrowIfCancellationRequested();
        }
    }

    // With 'checkpoint: target': the last batch and that the file is done are one transaction. When the batch has to be divided, or is
    // empty, being done has a transaction of its own after it.
    private async Task WriteEndAsync(Batch<TRow, TRecord> batch, CancellationToken stop)
    {
        await report.PrepareAsync(batch.File, stop);
        if (batch.Groups == 0 || !await WriteAsync(batch, 0, batch.Groups, stop, ends: true))
        {
            if (batch.Groups > 0)
            {
                await report.PrepareAsync(batch.File, stop);
            }

            await WriteAsync(batch, 0, 0, stop, ends: true);
        }

        report.Kept(batch.File);
    }

    /// <returns>Whether the groups were written in one transaction.</returns>
    private async Task<bool> WriteAsync(Batch<TRow, TRecord> batch, int from, int to, CancellationToken stop, bool ends = false)
    {
        Failure failure;
        try
        {
            _drained.ThrowIfCancellationRequested();
            var items = from < to ? batch.ItemsOf(from, to) : 0;
            var counts = from < to
                ? await TransactAsync(batch.KeysOf(from, to), batch.RecordsOf(from, to), ends ? Keep : null, stop)
                : await TransactAsync([], [], Keep, stop);
            if (from < to)
            {
                batch.File.Counts.Written(to - from, items, counts);
                scope.Progress.Written(items, counts);
            }

            return true;

            Task Keep(ITargetDocuments documents, WriteCounts records) => report.KeepAsync(
                documents, batch.File, from < to ? new() { Kept = items, Groups = to - from, Batches = 1, Records = records } : new());
        }
        catch (Exception e) when (e is not DatafluxException)
        {
            _drained.ThrowIfCancellationRequested();
            if (e is OperationCanceledException)
            {
                stop.ThrowIfCancellationRequested();
            }

            failure = scope.Plan.Target.Classify(e);
            if (failure.Kind != FailureKind.Row || from == to) // no group is at fault when there is none
            {
                throw new TargetException(failure.Message, e);
            }

            failure = Locate(failure, e);
            if (to - from > 1 && e is RefusedRecordsException refused && batch.GroupsWith(refused.Records, from, to) is { Count: > 0 } named)
            {
                await WriteWithoutAsync(batch, from, to, named, failure, stop);
                return false;
            }
        }

        if (to - from == 1)
        {
            Reject(batch, from, failure);
            return false;
        }

        // The left half first: records of one key stay in their order.
        var middle = from + ((to - from) / 2);
        await WriteAsync(batch, from, middle, stop);
        await WriteAsync(batch, middle, to, stop);
        return false;
    }

    // The target has named the groups that it refuses: the others are written in one go, without a search.
    private async Task WriteWithoutAsync(Batch<TRow, TRecord> batch, int from, int to, List<int> refused, Failure failure, CancellationToken stop)
    {
        foreach (var group in refused)
        {
            Reject(batch, group, failure);
        }

        var rest = batch.Without(refused, from, to);
        if (rest.Groups > 0)
        {
            await WriteAsync(rest, 0, rest.Groups, stop);
        }
    }

    // A batch under way is finished even when a stop is asked for; only the waiting between attempts ends at once.
    private async Task<WriteCounts> TransactAsync(
        List<object> keys, List<TRecord> records, Func<ITargetDocuments, WriteCounts, Task>? keep, CancellationToken stop)
    {
        var time = scope.Plan.Time;
        return await _patience.RunAsync(
            async _ =>
            {
                var startedAt = time.GetTimestamp();
                var appliedAt = startedAt;
                try
                {
                    Func<ITarget, Task> write = async target =>
                    {
                        await scope.Profile.ApplyAsync(target, keys, records);
                        KillPoint.At(KillPoint.InTransaction);
                        appliedAt = time.GetTimestamp();
                    };
                    var counts = keep is null ? await session.WriteAsync(write, _drained) : await session.WriteAsync(write, keep, _drained);
                    var committedAt = time.GetTimestamp();
                    if (keys.Count + records.Count > 0)
                    {
                        scope.Sizing.Committed(keys.Count + records.Count, time.GetElapsedTime(startedAt, committedAt));
                        scope.Plan.Observer.BatchWritten(
                            records.Count, counts, time.GetElapsedTime(startedAt, committedAt), time.GetElapsedTime(appliedAt, committedAt));
                    }

                    return counts;
                }
                finally
                {
                    scope.Progress.InTarget(time.GetElapsedTime(startedAt));
                }
            },
            stop);
    }

    // A failure without a code is the profile's own exception: say where in the script it was thrown.
    private Failure Locate(Failure failure, Exception exception) =>
        failure.Code is null && scope.Profile.DescribeError is { } describe
            ? failure with { Message = describe(exception), Code = exception.GetType().Name }
            : failure;

    private void Reject(Batch<TRow, TRecord> batch, int group, Failure failure)
    {
        if (batch.OfPut(group) is { } deletion)
        {
            scope.TakeBack(batch.File, deletion);
        }

        var keys = batch.KeysOf(group, group + 1);
        var stage = batch.RecordsOf(group, group + 1).Count == 0 ? Stage.Delete : Stage.Upsert;
        var records = stage == Stage.Delete ? keys.Select(RecordText.Of) : batch.RecordsOf(group, group + 1).Select(record => RecordText.Of(record));
        scope.Reject(batch.File, stage, new Reject
        {
            File = batch.File.File.Name,
            Lines = batch.LineNumbers(group),
            Stage = StageNames.Of(stage),
            Error = RejectError.From(failure),
            Records = [.. records],
        });
    }
}
