using Dataflux.Engine.State;

namespace Dataflux.Engine.Plans;

/// <summary>
/// A completed migration of which some items are run again: its rejects, which is only worth it where the target still has the rest, or
/// all.
/// </summary>
/// <param name="Checkpoint">How it ended.</param>
/// <param name="IsTrusted">Whether its rows count as there, whatever the target says.</param>
internal sealed record Replayed(Checkpoint Checkpoint, bool IsTrusted)
{
    /// <summary>Whether the export is read as a whole.</summary>
    internal bool IsWhole { get; init; }
}
