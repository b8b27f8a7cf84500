using Dataflux.Engine.Rejects;

namespace Dataflux.Engine.Tracing;

/// <summary>What became of the rows of one group.</summary>
public sealed class TracedGroup
{
    /// <summary>The key, as text; <see langword="null"/> when the profile does not group by one, or it has no text.</summary>
    public required string? Key { get; init; }

    /// <summary>The items its rows were made of, in the group's order.</summary>
    public required IReadOnlyList<TracedItem> Items { get; init; }

    /// <summary>The rows, in the order in which <c>transform</c> saw them.</summary>
    public required IReadOnlyList<object> Rows { get; init; }

    /// <summary>What <c>transform</c> made; empty when it skipped or rejected the group.</summary>
    public required IReadOnlyList<object> Records { get; init; }

    /// <summary>Why it was rejected; <see langword="null"/> when it was not.</summary>
    public required Reject? Rejected { get; init; }

    /// <summary>Whether <c>transform</c> skipped it.</summary>
    public bool IsSkipped => Records.Count == 0 && Rejected is null;
}
