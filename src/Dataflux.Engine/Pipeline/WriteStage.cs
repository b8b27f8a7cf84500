using System.Threading.Channels;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// One writer: the stage <c>upsert</c>. Transient failures are waited out; a batch that fails because of its records is
/// halved until the bad group stands alone and is rejected, one that takes too long until it does not; anything else stops the run. Groups
/// whose records refer to a row that is not there yet wait, and so does what comes behind them with the same key.
/// </summary>
internal sealed class WriteStage<TRow, TRecord>
    where TRecord : notnull
{
    private readonly RunScope<TRow, TRecord> _scope;
    private readonly RunReport _report;
    private readonly BatchTransaction<TRow, TRecord> _transaction;
    private readonly Refusals<TRow, TRecord> _refusals;
    private readonly RefusedGroups<TRow, TRecord> _refused;
    private CancellationToken _stop;

    internal WriteStage(RunScope<TRow, TRecord> scope, ITargetSession session, RunReport report)
    {
        (_scope, _report) = (scope, report);
        _transaction = new(scope, session);
        _refused = new(scope);
        _refusals = new(scope, (batch, group) => _transaction.TryAsync(batch, group, _stop), _refused.Reject);
    }

    /// <summary>Writes the batches of one writer.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="stop">Ends the stage after the transaction under way.</param>
    /// <param name="drained">Ends that too.</param>
    internal async Task RunAsync(ChannelReader<Batch<TRow, TRecord>> batches, CancellationToken stop, CancellationToken drained)
    {
        (_stop, _transaction.Drained) = (stop, drained);
        await foreach (var batch in batches.ReadAllAsync(stop))
        {
            _scope.Plan.Observer.Dequeued(StageQueue.Batches, _scope.Plan.Time.GetElapsedTime(batch.ReadyAt));
            if (batch.Groups > 0 && _scope.Pressure is { } pressure)
                await pressure.WaitAsync(batch.Size, stop);

            if (batch.EndsPart && _report.EndsInTarget(batch.Part) && batch.Part.EndBegun())
            {
                await batch.Part.OthersFinishedAsync(stop);
                await WriteEndAsync(batch, stop);
            }
            else
            {
                if (batch.Groups > 0)
                    await WriteBatchAsync(batch, stop);

                if (batch.EndsPart && batch.Part.WriterFinished())
                {
                    _refusals.EndPart();
                    await _report.PartWrittenAsync(batch.Part, stop);
                }
            }

            KillPoint.At(KillPoint.BetweenBatches);
            stop.ThrowIfCancellationRequested();
        }
    }

    // With 'checkpoint: target': the last batch and that the part is done are one transaction. When the batch has to be divided, or is
    // empty, being done has a transaction of its own after it.
    private async Task WriteEndAsync(Batch<TRow, TRecord> batch, CancellationToken stop)
    {
        await _report.PrepareAsync(batch.Part, stop);
        if (batch.Groups == 0 || !await WriteBatchAsync(batch, stop, ends: true))
        {
            if (batch.Groups > 0)
                await _report.PrepareAsync(batch.Part, stop);

            _refusals.EndPart();
            await WriteAsync(batch, 0, 0, stop, ends: true);
        }

        _report.Kept(batch.Part);
    }

    private async Task<bool> WriteBatchAsync(Batch<TRow, TRecord> batch, CancellationToken stop, bool ends = false)
    {
        _transaction.Begin(batch);
        var whole = await WriteAsync(batch, 0, batch.Groups, stop, ends);
        await _refusals.EndAsync(batch);
        return whole;
    }

    /// <returns>Whether the groups were written in one transaction.</returns>
    private async Task<bool> WriteAsync(Batch<TRow, TRecord> batch, int from, int to, CancellationToken stop, bool ends = false)
    {
        if (from < to && !_scope.WaitingKeys.IsEmpty && _refused.HoldBack(batch, from, to) is { } others)
        {
            await WriteRestAsync(others, stop);
            return false;
        }

        if (to - from > 1 && _scope.Sizing.IsTooMuch(batch.SizeOf(from, to)))
        {
            await DivideAsync(batch, from, to, stop);
            return false;
        }

        Failure? failure = null;
        var written = false;
        try
        {
            _transaction.Drained.ThrowIfCancellationRequested();
            var items = from < to ? batch.ItemsOf(from, to) : 0;
            var counts = from < to
                ? await _transaction.WriteAsync(batch.KeysOf(from, to), batch.RecordsOf(from, to), ends ? Keep : null, to - from > 1, stop)
                : await _transaction.WriteAsync([], [], Keep, divisible: false, stop);
            if (from < to)
                Count(batch, to - from, items, counts);

            written = true;

            Task Keep(ITargetDocuments documents, WriteCounts records) => _report.KeepAsync(
                documents,
                batch.Part,
                from < to ? new() { Kept = items, Groups = to - from, Batches = 1, Records = OfItems(batch, records) } : new());
        }
        catch (TooMuchException e)
        {
            if (_scope.Sizing.TooMuch(e.Size))
            {
                _scope.Plan.Observer.Notice(
                    $"A batch of {e.Size:N0} records was too much for the target more than once; it is divided, and batches are smaller "
                    + $"for a while: {e.Message}");
            }
        }
        catch (Exception e) when (e is not DatafluxException)
        {
            _transaction.Drained.ThrowIfCancellationRequested();
            if (e is OperationCanceledException)
                stop.ThrowIfCancellationRequested();

            failure = _scope.Plan.Target.Classify(e);
            if (failure.Kind is not (FailureKind.Row or FailureKind.Suspected) || from == to) // no group is at fault when there is none
                throw new TargetException(failure.Message, e);

            failure = Locate(failure, e);
            if (e is RefusedRecordsException refusal && (to - from > 1 || failure.LacksParent || refusal.Others is not null)
                && batch.GroupsWith(refusal, from, to) is { Count: > 0 } named)
            {
                await WriteWithoutAsync(batch, from, to, named, refusal.Others, stop);
                return false;
            }
        }

        if (written)
        {
            if (from < to)
                _refusals.Passed(batch, from);

            return true;
        }

        if (failure is not null && (to - from == 1 || _refused.WaitTogether(batch, failure)))
        {
            await RefuseAsync(batch, from, to, failure);
            return false;
        }

        await DivideAsync(batch, from, to, stop);
        return false;
    }

    private async Task RefuseAsync(Batch<TRow, TRecord> batch, int from, int to, Failure failure)
    {
        if (!_refused.MayWait(failure))
        {
            await _refusals.RefusedAsync(batch, from, failure);
            return;
        }

        for (var group = from; group < to; group++)
            _refused.Wait(batch, group, failure);
    }

    // What a later export of a chain overwrites is an earlier state of the same item.
    private static WriteCounts OfItems(Batch<TRow, TRecord> batch, WriteCounts counts) =>
        batch.Part.Part.Link == 0 ? counts : counts with { Overwritten = 0 };

    private void Count(Batch<TRow, TRecord> batch, int groups, int items, WriteCounts counts)
    {
        counts = OfItems(batch, counts);
        batch.Part.Counts.Written(groups, items, counts);
        _scope.Progress.Written(items, counts);
    }

    // The target has named the groups that it refuses: the others are written in one go, without a search, or were already.
    private async Task WriteWithoutAsync(
        Batch<TRow, TRecord> batch, int from, int to, SortedDictionary<int, Failure> named, WriteCounts? others, CancellationToken stop)
    {
        foreach (var (group, failure) in named)
        {
            if (_refused.MayWait(failure))
                _refused.Wait(batch, group, failure);
            else if (named.Count == to - from && failure is { Constraint: not null, LacksParent: false })
                await _refusals.RefusedAsync(batch, group, failure);
            else
                _refused.Reject(batch, group, failure);
        }

        var rest = batch.Without([.. named.Keys], from, to);
        if (others is not { } counts)
        {
            await WriteRestAsync(rest, stop);
        }
        else if (rest.Groups > 0)
        {
            Count(rest, rest.Groups, rest.ItemsOf(0, rest.Groups), counts);
            _refusals.Passed(rest, 0);
        }
    }

    private Task WriteRestAsync(Batch<TRow, TRecord> rest, CancellationToken stop) =>
        rest.Groups > 0 ? WriteAsync(rest, 0, rest.Groups, stop) : Task.CompletedTask;

    private Task DivideAsync(Batch<TRow, TRecord> batch, int from, int to, CancellationToken stop) =>
        Halving.RunAsync(from, to, (left, right) => WriteAsync(batch, left, right, stop));

    // A failure without a code is the profile's own exception: say where in the script it was thrown.
    private Failure Locate(Failure failure, Exception exception) =>
        failure.Code is null && _scope.Profile.DescribeError is { } describe
            ? failure with { Message = describe(exception), Code = exception.GetType().Name }
            : failure;
}
