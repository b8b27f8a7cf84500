using Dataflux.Engine.Plans;

namespace Dataflux.Engine.Pressure;

/// <summary>
/// What the writers pass before each batch when the options limit the load on the target: first the replicas, then the rate.
/// </summary>
internal sealed class PressureControl : IDisposable
{
    private readonly MigrationPlan _plan;
    private readonly RateLimit? _rate;
    private readonly ReplicaBrake? _brake;

    private PressureControl(MigrationPlan plan, Action retried)
    {
        _plan = plan;
        _rate = plan.Options.MaxRate is { } rate ? new RateLimit(rate, plan.Time) : null;
        _brake = plan.Options.MaxReplicaLag is { } lag ? new ReplicaBrake(lag, plan, retried) : null;
    }

    /// <summary>The control that the options ask for; <see langword="null"/> when they ask for none.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="retried">Counts a repeated call.</param>
    internal static PressureControl? Of(MigrationPlan plan, Action retried) =>
        plan.Options.MaxRate is null && plan.Options.MaxReplicaLag is null ? null : new PressureControl(plan, retried);

    /// <summary>Waits until a batch may begin.</summary>
    /// <param name="records">The records of the batch.</param>
    /// <param name="stop">Ends the wait.</param>
    internal async ValueTask WaitAsync(int records, CancellationToken stop)
    {
        if (_brake is not null)
            await _brake.WaitAsync(stop);

        if (_rate is not null && await _rate.WaitAsync(records, stop) is { Ticks: > 0 } waited)
            _plan.Observer.Throttled(waited);
    }

    public void Dispose() => _brake?.Dispose();
}
