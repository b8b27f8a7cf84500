using System.Text.Json.Serialization;

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

    /// <summary>What a target counts that gives a run a share of its capacity; <see langword="null"/>: it counts nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CapacityUnit { get; init; }

    /// <summary>How many of it the run may use in a second; <see langword="null"/>: as many as there are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CapacityLimit { get; init; }

    /// <summary>How many of it the run uses in a second at most now, because the target took less; <see langword="null"/>: any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CapacityRate { get; init; }

    /// <summary>How many of it the run has used.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double CapacityUsed { get; init; }

    /// <summary>How often the target took less than it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long TargetThrottled { get; init; }

    /// <summary>Since when the writers wait for it; <see langword="null"/> when they do not.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>The seconds that the run waited for replicas, the present wait included.</summary>
    public double HeldSeconds { get; init; }
}
