using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Rows;

/// <summary>A deleted item on its way to the target, or what an item that was put wrote before and does not write now.</summary>
/// <param name="Keys">The keys of the records to delete; at least one.</param>
/// <param name="Line">The item's line.</param>
internal readonly record struct Deletion(object[] Keys, SourceLine Line)
{
    /// <summary>Whether the item was put: it is counted with what it became, and only a reject takes it from there.</summary>
    internal bool IsOfPut { get; init; }

    /// <summary>Why such an item was skipped; <see langword="null"/>: it is kept.</summary>
    internal SkipReason? Skipped { get; init; }
}
