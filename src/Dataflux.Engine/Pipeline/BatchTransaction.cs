using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// The transactions of one writer, each with the patience for an outage. A batch under way is finished even when a stop is asked for; only
/// the waiting between attempts ends at once.
/// </summary>
internal sealed class BatchTransaction<TRow, TRecord>(RunScope<TRow, TRecord> scope, ITargetSession session)
    where TRecord : notnull
{
    // The first time may be chance: a lock, a busy hour.
    private const int TimesTooMuch = 2;

    private readonly ScriptPosition _position = scope.Plan.ScriptWatch.NewPosition();

    private readonly Patience _patience =
        new(
            "writing to the target",
            scope.Plan.Target.Classify,
            scope.Options,
            scope.Plan.Observer,
            scope.Plan.Time,
            scope.Progress.Retried);

    /// <summary>Says what the next transactions are about.</summary>
    internal void Begin(Batch<TRow, TRecord> batch)
    {
        session.OriginOf = batch.OriginOf;
        session.Part = batch.Part.ToWrittenPart();
    }

    /// <summary>Ends a transaction under way.</summary>
    internal CancellationToken Drained { get; set; }

    /// <summary>Writes records and commits them.</summary>
    /// <param name="keys">The keys of records to delete.</param>
    /// <param name="records">The records to write.</param>
    /// <param name="keep">Keeps documents in the same transaction.</param>
    /// <param name="divisible">Whether fewer of them could be written at a time.</param>
    /// <param name="stop">Ends the waiting between attempts.</param>
    /// <exception cref="TooMuchException">They are divisible, and were too much for the target.</exception>
    internal Task<WriteCounts> WriteAsync(
        List<object> keys, List<TRecord> records, Func<ITargetDocuments, WriteCounts, Task>? keep, bool divisible, CancellationToken stop)
    {
        var tooMuch = 0;
        return _patience.RunAsync(
            async _ =>
            {
                try
                {
                    return await OnceAsync(keys, records, keep);
                }
                catch (Exception e) when (
                    divisible && e is not DatafluxException && !Drained.IsCancellationRequested
                    && scope.Plan.Target.Classify(e) is { IsTooMuch: true } limit && ++tooMuch == TimesTooMuch)
                {
                    throw new TooMuchException(keys.Count + records.Count, limit, e);
                }
            },
            stop);
    }

    /// <summary>Writes a group and takes it back.</summary>
    /// <returns>The failure of that, if there is one.</returns>
    internal async Task<Failure?> TryAsync(Batch<TRow, TRecord> batch, int group, CancellationToken stop)
    {
        Failure? failure = null;
        await _patience.RunAsync(
            async _ =>
            {
                try
                {
                    await session.WriteAsync(
                        async target =>
                        {
                            await ApplyAsync(target, batch.KeysOf(group, group + 1), batch.RecordsOf(group, group + 1));
                            throw new TakenBackException();
                        },
                        Drained);
                }
                catch (TakenBackException)
                {
                }
                catch (Exception e) when (
                    e is not DatafluxException && !Drained.IsCancellationRequested
                        && scope.Plan.Target.Classify(e) is { Kind: not FailureKind.Transient } found)
                {
                    failure = found;
                }

                return true;
            },
            stop);
        return failure;
    }

    private async Task<WriteCounts> OnceAsync(List<object> keys, List<TRecord> records, Func<ITargetDocuments, WriteCounts, Task>? keep)
    {
        var time = scope.Plan.Time;
        var startedAt = time.GetTimestamp();
        var appliedAt = startedAt;
        try
        {
            Func<ITarget, Task> write = async target =>
            {
                await ApplyAsync(target, keys, records);
                KillPoint.At(KillPoint.InTransaction);
                appliedAt = time.GetTimestamp();
            };
            var counts = keep is null ? await session.WriteAsync(write, Drained) : await session.WriteAsync(write, keep, Drained);
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
    }

    private async Task ApplyAsync(ITarget target, List<object> keys, List<TRecord> records)
    {
        var count = keys.Count + records.Count;
        _position.Enter(StageNames.Of(Stage.Upsert), count == 1 ? "1 record" : $"{count} records");
        try
        {
            await scope.Profile.ApplyAsync(target, keys, records);
        }
        finally
        {
            _position.Leave();
        }
    }

    private sealed class TakenBackException : Exception;
}
