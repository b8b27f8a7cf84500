using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Rejects;

/// <summary>One reject: an item, or a group of items whose records could not be written. A line of <c>rejects.ndjson</c>.</summary>
public sealed record Reject
{
    /// <summary>The part's name in the manifest.</summary>
    public required string Part { get; init; }

    /// <summary>The numbers of the items' lines in the part, counted from 1.</summary>
    public required IReadOnlyList<long> Lines { get; init; }

    /// <summary>Where it was rejected: <c>read</c>, <c>parseItem</c>, <c>filter</c>, <c>groupKey</c>, <c>groupRows</c>,
    /// <c>transform</c>, <c>upsert</c>, <c>deleteItem</c> or <c>delete</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>What went wrong.</summary>
    public required RejectError Error { get; init; }

    /// <summary>The group's key, where the profile groups by one.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// Of items that wait for a row (stage <c>waiting</c>) hashes of their records' keys: later records of these keys wait behind them.
    /// </summary>
    public IReadOnlyList<ulong>? WaitingKeys { get; init; }

    /// <summary>The records that could not be written, as JSON text; only for stages <c>upsert</c> and <c>delete</c>.</summary>
    public IReadOnlyList<string>? Records { get; init; }
}
