namespace Dataflux.Engine.Pipeline;

/// <summary>
/// The stages of a run as tasks: when one fails all others are stopped, and the first failure is the run's. A batch under way
/// when they are stopped is finished, if the target lets it within the time for draining.
/// </summary>
internal sealed class StageTasks : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _drained = new();
    private readonly CancellationTokenRegistration _draining;
    private readonly List<Task> _tasks = [];
    private Exception? _failure;

    internal StageTasks(TimeSpan drainFor, CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _draining = _stop.Token.Register(() => _drained.CancelAfter(drainFor));
    }

    /// <summary>Asks the stages to end; also when one of them failed.</summary>
    internal CancellationToken Stop => _stop.Token;

    /// <summary>Ends the batches that were not finished within the time for draining; what is not committed is rolled back.</summary>
    internal CancellationToken Drained => _drained.Token;

    internal void Start(Func<CancellationToken, Task> stage) => _tasks.Add(Task.Run(() => GuardAsync(stage)));

    /// <summary>Waits for all stages.</summary>
    /// <exception cref="OperationCanceledException">The run was asked to stop, and no stage failed.</exception>
    internal async Task WhenAllAsync()
    {
        await Task.WhenAll(_tasks);
        if (_failure is { } failure)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    public void Dispose()
    {
        _draining.Dispose();
        _stop.Dispose();
        _drained.Dispose();
    }

    private async Task GuardAsync(Func<CancellationToken, Task> stage)
    {
        try
        {
            await stage(_stop.Token);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, e, comparand: null);
            await _stop.CancelAsync();
        }
    }
}
