using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Polly;
using Polly.Retry;

namespace Dataflux.Engine.Retry;

/// <summary>
/// Repeats work that fails for a transient reason, with exponential and jittered delays, for as long as the options allow.
/// Used by one task at a time.
/// </summary>
internal sealed class Patience
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);
    private readonly string _what;
    private readonly Func<Exception, Failure> _classify;
    private readonly TimeSpan _retryFor;
    private readonly IMigrationObserver _observer;
    private readonly TimeProvider _time;
    private readonly Action? _retried;
    private readonly ResiliencePipeline _pipeline;
    private CancellationToken _cancellation;
    private long _firstFailureAt;
    private int _attempts;

    internal Patience(
        string what, Func<Exception, Failure> classify, MigrationOptions options, IMigrationObserver observer, TimeProvider time,
        Action? retried = null)
    {
        _retried = retried;
        _what = what;
        _classify = classify;
        _retryFor = options.RetryFor;
        _observer = observer;
        _time = time;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(DelayAfter(arguments.AttemptNumber)),
                ShouldHandle = arguments => ValueTask.FromResult(IsWorthRetrying(arguments.Outcome.Exception)),
                OnRetry = Announce,
            })
            .Build();
    }

    /// <summary>Runs the work until it succeeds, fails for a reason that is not transient, or patience ends.</summary>
    /// <exception cref="OutageException">The failure lasted longer than the configured patience.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nobody waits for the other side any more.</exception>
    internal async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        Task<T>? attempt = null;
        await RepeatAsync(token => attempt = work(token), cancellation);
        return await attempt!;
    }

    // Without the type of the result: Polly's code would be compiled again for each of them, at the start of every run.
    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        _attempts = 0;
        _cancellation = cancellation;
        try
        {
            await _pipeline.ExecuteAsync(async token => await work(token), cancellation);
        }
        catch (Exception e) when (_attempts > 0 && !IsOurs(e) && _classify(e) is { Kind: FailureKind.Transient } failure)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new OutageException(_what, _attempts, _time.GetElapsedTime(_firstFailureAt), failure, e);
        }

        if (_attempts > 0)
            _observer.Recovered(_what, _attempts, _time.GetElapsedTime(_firstFailureAt));
    }

    // Drivers and scripts have time limits of their own that end as cancellations: those are failures like others.
    private bool IsOurs(Exception exception) => exception is OperationCanceledException && _cancellation.IsCancellationRequested;

    private bool IsWorthRetrying(Exception? exception)
    {
        if (exception is null || IsOurs(exception) || _classify(exception).Kind != FailureKind.Transient)
            return false;

        if (_attempts == 0)
            _firstFailureAt = _time.GetTimestamp();

        _attempts++;
        return _time.GetElapsedTime(_firstFailureAt) < _retryFor;
    }

    // The last wait ends with the patience: then comes one more attempt, and no more.
    private TimeSpan DelayAfter(int attempt)
    {
        var delay = RetryDelay.After(attempt, FirstDelay, LongestDelay);
        var left = _retryFor - _time.GetElapsedTime(_firstFailureAt);
        return delay < left ? delay : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private ValueTask Announce(OnRetryArguments<object> arguments)
    {
        _retried?.Invoke();
        _observer.Retrying(_what, _classify(arguments.Outcome.Exception!), _attempts, arguments.RetryDelay);
        return ValueTask.CompletedTask;
    }
}
