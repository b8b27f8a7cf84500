namespace Dataflux.Engine.Inspection;

/// <summary>How an export is inspected.</summary>
public sealed record InspectionOptions
{
    /// <summary>Looks at about so many items, the first ones of every part; <see langword="null"/>: at all.</summary>
    public long? Sample { get; init; }

    /// <summary>How long an outage of the source is tolerated. The default is 10 minutes.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromMinutes(10);
}
