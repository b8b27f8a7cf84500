using Dataflux.Engine.Rejects;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Rehearsing;

/// <summary>What a migration of some items would do to the target. Nothing of it was done.</summary>
public sealed record RehearsalResult
{
    /// <summary>The rows of the records and of the deleted keys, each once, in the order in which they were met.</summary>
    public required IReadOnlyList<RehearsedRow> Rows { get; init; }

    /// <summary>Groups and deleted items that the target would refuse.</summary>
    public required IReadOnlyList<Reject> Rejected { get; init; }

    /// <summary>How many rows of which tables would be changed, the profile's own SQL included; without those of <c>onStart</c>.</summary>
    public required IReadOnlyList<TableChange> Tables { get; init; }

    /// <summary>Records whose rows cannot be told, because only the profile's upsert knows its table and key.</summary>
    public required int Untold { get; init; }
}
