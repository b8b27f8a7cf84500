namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>How often what goes wrong between a client and DynamoDB, of each 100 requests.</summary>
internal sealed record FaultPlan
{
    /// <summary>Decides which requests they are.</summary>
    internal int Seed { get; init; }

    /// <summary>Some requests of a batch come back unprocessed.</summary>
    internal int Unprocessed { get; init; }

    /// <summary>The request is throttled, in one of three forms.</summary>
    internal int Throttled { get; init; }

    /// <summary>The request is done and answered with an error of the server.</summary>
    internal int Failed { get; init; }

    /// <summary>An answer waits for up to so long.</summary>
    internal TimeSpan Latency { get; init; }
}
