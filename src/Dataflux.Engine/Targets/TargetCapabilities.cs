namespace Dataflux.Engine.Targets;

/// <summary>What a target can do beyond what every target must; declared, so that nobody finds out by trying.</summary>
public sealed record TargetCapabilities
{
    /// <summary>Whether a call of <see cref="ITargetSession.WriteAsync(Func{Profiles.ITarget, Task}, CancellationToken)"/> is all or nothing.</summary>
    public required bool IsTransactional { get; init; }

    /// <summary>Whether <see cref="ITargetDialect.ClaimAsync"/> refuses a second writer, wherever it runs.</summary>
    public bool HasSingleWriter { get; init; }

    /// <summary>Whether sessions keep documents, committed together with rows.</summary>
    public bool KeepsDocuments { get; init; }

    /// <summary>The finest difference between two times that the target keeps; what is finer is cut off towards the past.</summary>
    public required TimeSpan TimePrecision { get; init; }
}
