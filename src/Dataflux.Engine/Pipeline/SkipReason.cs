namespace Dataflux.Engine.Pipeline;

/// <summary>The profile's function that skipped an item by design.</summary>
internal enum SkipReason
{
    ParseItem,
    Filter,
    GroupRows,
    Transform,
}
