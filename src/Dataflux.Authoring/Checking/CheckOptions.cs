namespace Dataflux.Authoring.Checking;

/// <summary>What <c>dataflux check</c> is asked to look at.</summary>
internal sealed record CheckOptions
{
    /// <summary>Items to send through the script; 0 leaves the sample out.</summary>
    internal int Sample { get; init; }

    /// <summary>Looks at source and target.</summary>
    internal bool Connect { get; init; }

    /// <summary>Migrates the sample into scratch tables in several ways and compares.</summary>
    internal bool Prove { get; init; }
}
