using Dataflux.Composing.Output;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Monitoring;

/// <summary>Keeps what is known of the limits on the load: rate, replicas and the target's capacity.</summary>
internal sealed class PressureMonitor : IMigrationObserver
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ProgressMeter _records;
    private PressureStatus? _status;

    internal PressureMonitor(MigrationOptions options, TimeProvider time)
    {
        _time = time;
        _records = new ProgressMeter(time, total: null, done: 0);
        if (options.MaxRate is not null || options.MaxReplicaLag is not null)
            _status = new PressureStatus { MaxRate = options.MaxRate, MaxReplicaLagSeconds = options.MaxReplicaLag?.TotalSeconds };
    }

    /// <summary>The limits now; <see langword="null"/> when there are none.</summary>
    internal PressureStatus? Now()
    {
        lock (_gate)
        {
            return _status is not { } status ? null : status with
            {
                RecordsPerSecond = Math.Round(_records.Rate, 1),
                HeldSeconds = status.HeldSeconds + (status.HeldSince is { } since ? (_time.GetUtcNow() - since).TotalSeconds : 0),
            };
        }
    }

    public void BatchWritten(int records, WriteCounts counts, TimeSpan duration, TimeSpan commit)
    {
        lock (_gate)
            _records.Record(_records.Items + records);
    }

    public void Throttled(TimeSpan waited) => Set(status => status with { RateWaitSeconds = status.RateWaitSeconds + waited.TotalSeconds });

    public void LoadSeen(TargetLoad load)
    {
        lock (_gate)
        {
            _status = (_status ?? new()) with
            {
                CapacityUnit = load.Unit,
                CapacityLimit = load.Limit,
                CapacityRate = load.Rate,
                CapacityUsed = load.Used,
                TargetThrottled = load.Throttled,
            };
        }
    }

    public void ReplicaLagSeen(ReplicaLag? lag) =>
        Set(status => status with { Replica = lag?.Replica, ReplicaLagSeconds = lag?.Behind.TotalSeconds });

    public void Held(ReplicaLag lag, TimeSpan longest) => Set(status => status with { HeldSince = _time.GetUtcNow() });

    public void Released(ReplicaLag? lag, TimeSpan held) =>
        Set(status => status with { HeldSince = null, HeldSeconds = status.HeldSeconds + held.TotalSeconds });

    /// <summary>The run ended; nobody waits any more.</summary>
    internal void End() => Set(status => status with
    {
        HeldSince = null,
        HeldSeconds = status.HeldSeconds + (status.HeldSince is { } since ? (_time.GetUtcNow() - since).TotalSeconds : 0),
    });

    private void Set(Func<PressureStatus, PressureStatus> change)
    {
        lock (_gate)
            _status = _status is { } status ? change(status) : null;
    }
}
