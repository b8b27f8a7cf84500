namespace Dataflux.Cli.Monitoring;

/// <summary>How the load on the target is limited, and what that did so far.</summary>
internal sealed record PressureStatus
{
    /// <summary>The records per second that are allowed; <see langword="null"/>: any.</summary>
    public double? MaxRate { get; init; }

    /// <summary>The records written per second, over the last half minute.</summary>
    public double RecordsPerSecond { get; init; }

    /// <summary>The seconds that writers waited for the rate, summed over writers.</summary>
    public double RateWaitSeconds { get; init; }

    /// <summary>The replica lag that is allowed, in seconds; <see langword="null"/>: replicas are not watched.</summary>
    public double? MaxReplicaLagSeconds { get; init; }

    /// <summary>The replica that was furthest behind when last asked; <see langword="null"/>: none was connected.</summary>
    public string? Replica { get; init; }

    /// <summary>How far it was behind, in seconds.</summary>
    public double? ReplicaLagSeconds { get; init; }

    /// <summary>Since when the writers wait for it; <see langword="null"/> when they do not.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>The seconds that the run waited for replicas, the present wait included.</summary>
    public double HeldSeconds { get; init; }
}
