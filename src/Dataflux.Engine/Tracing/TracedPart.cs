namespace Dataflux.Engine.Tracing;

/// <summary>What became of the items of one part.</summary>
/// <param name="Name">The part's name in its manifest.</param>
/// <param name="Items">The items, in the part's order.</param>
/// <param name="Groups">The groups of their rows, in the order in which they are written; deletes are applied before them.</param>
public sealed record TracedPart(string Name, IReadOnlyList<TracedItem> Items, IReadOnlyList<TracedGroup> Groups);
