using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Pressure;

/// <summary>
/// Holds the writers back while a replica of the target is too far behind. The writers ask by themselves, about once a second
/// and one of them for all: nothing runs beside the pipeline, and an outage while asking is waited out like any other.
/// </summary>
/// <param name="longest">The longest lag allowed.</param>
/// <param name="plan">The run.</param>
/// <param name="retried">Counts a repeated call.</param>
internal sealed class ReplicaBrake(TimeSpan longest, MigrationPlan plan, Action retried) : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Patience _patience =
        new("asking for the lag of the replicas", plan.Target.Classify, plan.Options, plan.Observer, plan.Time, retried);

    private long _askedAt;
    private bool _asked;
    private bool _saidNone;

    /// <summary>Waits until no replica is further behind than allowed.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="TargetException">The target does not tell.</exception>
    internal async ValueTask WaitAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (!_asked || plan.Time.GetElapsedTime(_askedAt) >= Between)
            {
                await HoldAsync(stop);
                _askedAt = plan.Time.GetTimestamp();
                _asked = true;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task HoldAsync(CancellationToken stop)
    {
        var lag = await AskAsync(stop);
        if (lag is null && !_saidNone)
        {
            _saidNone = true;
            plan.Observer.Notice("maxReplicaLag has nothing to watch: no replica is connected to the target now");
        }

        if (!IsTooMuch(lag))
            return;

        var since = plan.Time.GetTimestamp();
        plan.Observer.Held(lag!.Value, longest);
        while (IsTooMuch(lag))
        {
            await Task.Delay(Between, plan.Time, stop);
            lag = await AskAsync(stop);
        }

        plan.Observer.Released(lag, plan.Time.GetElapsedTime(since));
    }

    private bool IsTooMuch(ReplicaLag? lag) => lag is { } known && known.Behind > longest;

    private async Task<ReplicaLag?> AskAsync(CancellationToken stop)
    {
        var lag = await plan.Target.CallAsync(
            () => _patience.RunAsync(plan.Target.Capabilities.Replicas!.ReplicaLagAsync, stop),
            stop,
            static (_, message) => $"asking for the lag of the replicas failed: {message}");
        plan.Observer.ReplicaLagSeen(lag);
        return lag;
    }
}
