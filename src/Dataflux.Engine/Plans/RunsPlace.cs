using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Plans;

/// <summary>Where a run is numbered that works for a migration with a state of its own below the migration's.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Folder">The migration's state folder.</param>
/// <param name="IsInTarget">Whether the migration keeps its state in the target.</param>
/// <param name="Whole">The migration's checkpoint.</param>
internal sealed record RunsPlace(RunKind Kind, string Folder, bool IsInTarget, Checkpoint? Whole)
{
    /// <summary>What an earlier pass of the same run did; <see langword="null"/>: this is the first.</summary>
    internal RunSummary? Earlier { get; init; }
}
