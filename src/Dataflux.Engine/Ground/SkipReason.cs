namespace Dataflux.Engine.Ground;

/// <summary>Why an item was skipped: the profile's function that did it by design.</summary>
internal enum SkipReason
{
    /// <summary>A delete, and the profile has no <c>deleteItem</c>.</summary>
    Delete,
    DeleteItem,
    ParseItem,
    Filter,
    GroupRows,
    Transform,
}
