namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>What a migration knows of its slot, beside its state, as long as it follows.</summary>
/// <param name="Slot">The slot.</param>
internal sealed record FollowState(string Slot)
{
    /// <summary>Where the stream begins; <see langword="null"/>: the slot is about to be made.</summary>
    public string? Start { get; init; }

    /// <summary>When the slot was made: the load shows the tables then.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>When a run told the server last what need not be kept; <see langword="null"/>: none did.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>The parts of the load, as name and fingerprint.</summary>
    public IReadOnlyList<LoadedPart> Parts { get => field ?? []; init; }

    /// <summary>Whether the load is done: from then on only the stream is read.</summary>
    public bool IsLoaded { get; init; }
}
