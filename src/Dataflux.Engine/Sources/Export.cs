namespace Dataflux.Engine.Sources;

/// <summary>An export as its manifests describe it.</summary>
public sealed record Export
{
    /// <summary>What identifies the export, such as its ARN; a resumed run must find the same.</summary>
    public required string Id { get; init; }

    /// <summary>Where it was found, for people.</summary>
    public required string Location { get; init; }

    /// <summary>The parts, in the order their records must reach the target.</summary>
    public required IReadOnlyList<SourcePart> Parts { get; init; }

    /// <summary>The time the export shows the table at: the profile's deterministic "now".</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// Whether this is a full export with the incremental ones after it: parts may be added at its end, and a completed run is
    /// then continued with them instead of started over. The order of the parts decides which state of a key is the newest.
    /// </summary>
    public bool IsChain { get; init; }

    /// <summary>What people call it and its parts, as the source declares it; set where it is opened.</summary>
    public SourceTerms Terms { get; init; } = SourceTerms.OfExports;

    /// <summary>Times whose changes no export of the chain holds, and the user said to go on without, for people.</summary>
    public IReadOnlyList<string> AcceptedGaps { get; init; } = [];

    /// <summary>How many items the manifest promises; <see langword="null"/> when there is no manifest.</summary>
    public long? ItemCount { get; init; }

    /// <summary>What the source keeps for this migration, before it is read; <see langword="null"/>: nothing.</summary>
    public SourceBacklog? Backlog { get; init; }

    /// <summary>Things the user should know before the run, such as weaker guarantees without a manifest.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
