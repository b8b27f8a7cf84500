using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Runs;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Undoing;

/// <summary>
/// Undoes a run: restores the rows of which it kept images, where they still are what the run left. It is itself a numbered run that keeps
/// images, so it can be undone; killed at any moment, it is resumed by the same command. Holds the migration's lock until it is disposed.
/// </summary>
/// <remarks>
/// Progress of the migration is forgotten before the first row is restored, so the next run reads everything.
/// </remarks>
public sealed class RunUndo : IAsyncDisposable
{
    private const int MostShown = 20;
    private readonly UndoPlan _plan;
    private readonly RunLock _lock;
    private readonly Patience _patience;
    private readonly List<UndoLeft> _first = [];
    private IUndo? _undo;
    private RunRecord _undone = null!;
    private RunRecord _record = null!;

    private RunUndo(UndoPlan plan, RunLock held)
    {
        (_plan, _lock) = (plan, held);
        _patience = new("undoing in the target", plan.Target.Classify, plan.Options, plan.Observer, plan.Time);
    }

    /// <summary>What there is to undo, table by table.</summary>
    public IReadOnlyList<UndoCounts> Tables { get; private set; } = [];

    /// <summary>The first rows that were left, to be shown.</summary>
    public IReadOnlyList<UndoLeft> First => _first;

    /// <summary>What would be done, when nothing is.</summary>
    public UndoResult Preview => Result(RunOutcome.Complete) with
    {
        Run = null,
        Images = Tables.Sum(static table => table.Images),
        Deleted = Tables.Sum(static table => table.Delete),
        Restored = Tables.Sum(static table => table.Restore),
        ChangedSince = Tables.Sum(static table => table.ChangedSince),
        AsBefore = Tables.Sum(static table => table.AsBefore),
        Tables = Tables,
    };

    /// <summary>Finds the run and what it changed; nothing is changed yet.</summary>
    /// <param name="plan">What is undone.</param>
    /// <param name="stop">Stops the call.</param>
    /// <exception cref="StateException">There is no such run, it kept no images, the migration is running, or a table was changed
    /// since.</exception>
    /// <exception cref="TargetException">The target cannot be reached.</exception>
    public static async Task<RunUndo> OpenAsync(UndoPlan plan, CancellationToken stop)
    {
        var undo = new RunUndo(plan, StateFolder.Lock(plan.StateFolder, plan.Name, plan.Time));
        try
        {
            await undo.OpenAsync(stop);
            return undo;
        }
        catch
        {
            await undo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Undoes it.</summary>
    /// <param name="stop">Asks it to end after the transaction under way.</param>
    public async Task<UndoResult> RunAsync(CancellationToken stop)
    {
        var undo = _undo!;
        await BeginAsync(stop);
        var passes = new UndoPasses(undo, _plan, _patience);
        var result = await DoAsync(
            async () =>
            {
                await _patience.RunAsync(
                    async token =>
                    {
                        await undo.BeginAsync(_record.Run, token);
                        return true;
                    },
                    stop);
                await passes.RunAsync(stop);
                return await SettleAsync(undo, passes, stop);
            },
            stop);
        await EndAsync(result, stop);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_undo?.DisposeAsync() ?? default);
        _lock.Dispose();
    }

    private async Task OpenAsync(CancellationToken stop)
    {
        await CallAsync(token => _plan.Target.Capabilities.SingleWriter?.ClaimAsync(_plan.Name, token) ?? Task.CompletedTask, stop);
        var runs = await RunHistory.ReadAsync(_plan.StateFolder, _plan.Name, IsInTarget ? _plan.Target : null, stop);
        _undone = runs.FirstOrDefault(run => run.Run == _plan.Run)
            ?? throw new StateException($"'{_plan.Name}' has no run {_plan.Run}; 'dataflux runs' lists those that there are");
        await CallAsync(
            async token =>
            {
                var images = _plan.Target.Capabilities.Images
                    ?? throw new StateException("this target keeps no images of what runs change, so that nothing can be undone");
                _undo ??= await images.OpenAsync(_plan.Name, _plan.Run, _plan.Force, token)
                    ?? throw new StateException(
                        $"run {_plan.Run} of '{_plan.Name}' has no images: it was not run with 'undo: keep', or they were forgotten; "
                        + "nothing was undone");
                Tables = await _undo.CountAsync(token);
            },
            stop);

        // One that was killed or interrupted is gone on with, as long as nothing else has been done since.
        _record = runs[^1] is { Kind: RunKind.Undo, IsOpen: true } open && open.Undoes == _plan.Run
            ? open
            : _undone with
            {
                Run = runs[^1].Run + 1,
                Kind = RunKind.Undo,
                Undoes = _plan.Run,
                UndoneBy = null,
                WasReset = false,
                StartedAt = _plan.Time.GetUtcNow(),
            };
        _record = _record with
        {
            Target = _plan.Target.Location,
            UndoBytes = 0,
            EndedAt = null,
            Outcome = null,
            ExitCode = null,
            Error = null,
            Counts = new(),
            DeletesLeft = 0,
            NeverRead = 0,
        };
    }

    private async Task BeginAsync(CancellationToken stop)
    {
        if (IsInTarget)
            await MigrationReset.InTargetAsync(_plan.Target, _plan.Name, stop);

        MigrationReset.InFolder(_plan.StateFolder);
        await PutAsync(_record, stop);
        KillPoint.At(KillPoint.BeforeUndo);
    }

    private async Task<UndoResult> SettleAsync(IUndo undo, UndoPasses passes, CancellationToken stop)
    {
        var (changedSince, refused) = (0L, 0L);
        await UndoFile.WriteAsync(_plan.StateFolder, undo.LeftAsync(passes.Refusals, stop), left =>
        {
            changedSince += left.ChangedSince ? 1 : 0;
            refused += left.ChangedSince ? 0 : 1;
            if (_first.Count < MostShown)
                _first.Add(left);
        });
        var done = await undo.DoneAsync(stop);
        return Result(RunOutcome.Complete) with
        {
            Images = done.Total + changedSince + refused,
            Deleted = done.Deleted,
            Restored = done.Restored,
            AsBefore = done.AsBefore,
            ChangedSince = changedSince,
            Refused = refused,
            Altered = passes.Altered,
        };
    }

    private async Task<UndoResult> DoAsync(Func<Task<UndoResult>> work, CancellationToken stop)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Result(RunOutcome.Interrupted);
        }
        catch (Exception e)
        {
            return Result(RunOutcome.Failed) with { Error = _plan.Redact(_plan.Target.MessageOf(e)) };
        }
    }

    private async Task EndAsync(UndoResult result, CancellationToken stop)
    {
        if (result.Outcome != RunOutcome.Complete)
            return; // the record is open, and the same command goes on with it

        KillPoint.At(KillPoint.BeforeComplete);
        var images = _plan.Target.Capabilities.Images!;
        await CallAsync(
            async token =>
            {
                if (result.ChangedSince + result.Refused == 0)
                    await images.ForgetAsync(_plan.Name, _plan.Run, token);

                var left = await images.BytesAsync(_plan.Name, _plan.Run, token);
                await PutAsync(
                    _undone with
                    {
                        UndoneBy = _record.Run,
                        UndoBytes = left > 0 ? left : null,
                        WasReset = _undone.WasReset || _undone.IsOpen,
                    },
                    token);
                await PutAsync(
                    _record with
                    {
                        UndoBytes = await images.BytesAsync(_plan.Name, _record.Run, token),
                        EndedAt = result.EndedAt,
                        Outcome = result.Outcome,
                        ExitCode = result.ExitCode,
                        Counts = CountsOf(result),
                    },
                    token);
            },
            stop);
    }

    private bool IsInTarget => _plan.Options.Checkpoint == CheckpointPlace.Target;

    private static RunCounts CountsOf(UndoResult result) => new()
    {
        Items = result.Images,
        Kept = result.Deleted + result.Restored + result.AsBefore,
        Skipped = CountOf("changedSince", result.ChangedSince),
        Rejected = CountOf("undo", result.Refused),
        Records = new(0, result.Restored, result.AsBefore, result.Deleted),
    };

    private static Dictionary<string, long> CountOf(string what, long count) => count == 0 ? [] : new() { [what] = count };

    private Task PutAsync(RunRecord run, CancellationToken stop) => _plan.RunStore(stop).PutAsync(run);

    private UndoResult Result(RunOutcome outcome) => new()
    {
        Name = _plan.Name,
        Undoes = _plan.Run,
        Run = _record.Run,
        Outcome = outcome,
        Target = _plan.Target.Location,
        StartedAt = _record.StartedAt,
        EndedAt = _plan.Time.GetUtcNow(),
    };

    private Task<bool> CallAsync(Func<CancellationToken, Task> work, CancellationToken stop) =>
        _plan.Target.CallAsync(
            () => _patience.RunAsync(
                async token =>
                {
                    await work(token);
                    return true;
                },
                stop),
            stop);
}
