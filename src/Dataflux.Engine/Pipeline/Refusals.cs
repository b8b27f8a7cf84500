using System.Globalization;
using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// Judges the groups that one writer could not write even alone: whether each is at fault by itself, or something that no group can help. A
/// failure that is <see cref="FailureKind.Suspected"/> becomes a reject only when another group went through after it, or one that went
/// through before still would. Where very many groups in a row are refused alike, and so is a sample of those behind them, the run stops
/// instead of rejecting a whole export one by one.
/// </summary>
/// <param name="scope">The run.</param>
/// <param name="tryAlone">Writes a group and takes it back; gives the failure, if there is one.</param>
/// <param name="reject">Rejects a group.</param>
internal sealed class Refusals<TRow, TRecord>(
    RunScope<TRow, TRecord> scope, Func<Batch<TRow, TRecord>, int, Task<Failure?>> tryAlone,
    Action<Batch<TRow, TRecord>, int, Failure> reject)
    where TRecord : notnull
{
    // So many suspected failures wait for a group that goes through before one is asked for.
    private const int MostHeld = 10;

    // So many failures alike, one behind the other, make the rest of the batch suspect. Fewer bad records in all are simply rejected.
    private const int ManyAlike = 200;

    // How many groups behind them are tried.
    private const int Sample = 40;

    private readonly List<(Batch<TRow, TRecord> Batch, int Group, Failure Failure)> _held = [];

    // Where nothing that was written can be taken back, nothing can be tried.
    private readonly bool _canTry = scope.Plan.Target.Capabilities.IsTransactional;

    private Failure? _last;
    private int _alike;
    private int _lookAt = ManyAlike;

    /// <summary>Tells that a group went through, perhaps among others.</summary>
    internal void Passed(Batch<TRow, TRecord> batch, int group)
    {
        scope.Passed = new(batch, group);
        _last = null;
        RejectHeld();
    }

    /// <summary>Takes a group that was refused alone.</summary>
    /// <exception cref="TargetException">The group is not at fault, or too many are refused alike.</exception>
    internal async Task RefusedAsync(Batch<TRow, TRecord> batch, int group, Failure failure)
    {
        if (scope.Options.RefusalsAreKnown)
        {
            reject(batch, group, failure);
            return;
        }

        if (_last is null || !AreAlike(_last, failure))
            (_alike, _lookAt) = (0, ManyAlike);

        _last = failure;
        _alike++;
        if (_held.Count == 0 && failure.Kind != FailureKind.Suspected)
        {
            reject(batch, group, failure);
        }
        else
        {
            _held.Add((batch, group, failure));
            if (_held.Count == MostHeld)
                await JudgeHeldAsync(batch, group + 1);
        }

        if (_canTry && _alike >= _lookAt && scope.Options.MaxRejects is null && batch.Groups - group > Sample)
        {
            _lookAt = 2 * _alike;
            await LookAheadAsync(batch, group + 1, failure);
        }
    }

    /// <summary>Tells that every group of the batch was tried.</summary>
    /// <exception cref="TargetException">The groups held are not at fault.</exception>
    internal Task EndAsync(Batch<TRow, TRecord> batch) => _held.Count == 0 ? Task.CompletedTask : JudgeHeldAsync(batch, batch.Groups);

    /// <summary>Tells that every writer has written its share of a part.</summary>
    /// <exception cref="TargetException">
    /// Groups are suspected, and nothing has gone through that would tell whether they are at fault.
    /// </exception>
    internal void EndPart()
    {
        if (scope.Unproven is { } suspected && scope.Passed is null)
        {
            throw new TargetException(
                $"{suspected.Message} Nothing has been written yet that would tell whether the record is at fault. Correct the cause, or "
                + "skip the record in parseItem.");
        }
    }

    private async Task JudgeHeldAsync(Batch<TRow, TRecord> batch, int next)
    {
        var suspected = _held.Find(held => held.Failure.Kind == FailureKind.Suspected).Failure;
        if (suspected is not null)
        {
            if (scope.Passed is null && next == batch.Groups)
            {
                scope.Unproven = suspected; // the other writers' groups decide, at the latest when the file ends
            }
            else if (!_canTry
                || (scope.Passed is { } passed
                    ? await tryAlone(passed.Batch, passed.Group) is not null
                    : !await AnyPassesAsync(batch, next)))
            {
                throw new TargetException(suspected.Message);
            }
        }

        RejectHeld();
    }

    private async Task LookAheadAsync(Batch<TRow, TRecord> batch, int next, Failure failure)
    {
        if (!await AnyPassesAsync(batch, next))
        {
            throw new TargetException(string.Create(
                CultureInfo.InvariantCulture,
                $"{_alike:N0} items in a row were refused for the same reason, and so was a sample of those behind them: {failure.Message} "
                + $"Correct the cause, then run again. If so many items are to be rejected, allow it with maxRejects, such as 100%."));
        }
    }

    private async Task<bool> AnyPassesAsync(Batch<TRow, TRecord> batch, int next)
    {
        var left = batch.Groups - next;
        var tries = Math.Min(left, Sample);
        for (var i = 0; i < tries; i++)
        {
            if (await tryAlone(batch, next + (int)((long)i * left / tries)) is null)
                return true;
        }

        return false;
    }

    private void RejectHeld()
    {
        foreach (var (batch, group, failure) in _held)
            reject(batch, group, failure);

        _held.Clear();
    }

    private static bool AreAlike(Failure a, Failure b) => a.Code == b.Code && a.Table == b.Table && a.Constraint == b.Constraint;
}
